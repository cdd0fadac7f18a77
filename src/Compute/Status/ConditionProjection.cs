using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Status;

/// <summary>The conditions that users and tools wait for. Output only: no decision reads one.</summary>
internal static class ConditionProjection
{
    private static readonly string[] Owned =
    [
        InstanceConditions.Ready, InstanceConditions.Accepted, InstanceConditions.PowerStateSynced,
        InstanceConditions.RestartRequired, InstanceConditions.Reconciling, InstanceConditions.Stalled,
    ];

    public static IReadOnlyList<Condition> Of(Situation situation, Plan plan, InstanceStatus status, Verdict verdict)
    {
        var before = situation.Instance.Status?.Conditions ?? [];
        var next = Wanted(situation, plan, status, verdict)
            .Select(c => c with { ObservedGeneration = status.ObservedGeneration, LastTransitionTime = Since(before, c, situation.Now) });
        return [.. next, .. before.Where(c => !Owned.Contains(c.Type))];
    }

    private static IEnumerable<Condition> Wanted(Situation situation, Plan plan, InstanceStatus status, Verdict verdict)
    {
        var ready = verdict.Kind == VerdictKind.Ready;
        yield return New(InstanceConditions.Ready, ready, verdict.Reason, verdict.Message);
        yield return New(InstanceConditions.Accepted, plan.Acceptance.Holds, plan.Acceptance.Reason, plan.Acceptance.Message);
        yield return PowerStateSynced(situation.Instance.Spec.PowerState, status.Phase, ready);
        if (RestartRequired(situation, status) is { } message)
        {
            yield return New(InstanceConditions.RestartRequired, true, "MachineTypeChanged", message);
        }

        if (verdict.Kind == VerdictKind.Reconciling)
        {
            yield return New(InstanceConditions.Reconciling, true, verdict.Reason, verdict.Message);
        }

        if (verdict.Kind == VerdictKind.Stalled)
        {
            yield return New(InstanceConditions.Stalled, true, verdict.Reason, verdict.Message);
        }
    }

    private static Condition PowerStateSynced(PowerState wanted, InstancePhase? phase, bool ready)
    {
        var synced = ready || (wanted, phase) is (PowerState.Running, InstancePhase.Running)
            or (PowerState.Stopped, InstancePhase.Terminated) or (PowerState.Suspended, InstancePhase.Suspended);
        return New(
            InstanceConditions.PowerStateSynced, synced, synced ? "Synced" : "NotSynced",
            $"spec.powerState={wanted}, phase={phase?.ToString().ToUpperInvariant() ?? "none"}");
    }

    private static string? RestartRequired(Situation situation, InstanceStatus status)
    {
        if (status.MachineType is not { } powered
            || status.Phase is not (InstancePhase.Running or InstancePhase.Suspended or InstancePhase.Suspending or InstancePhase.Staging))
        {
            return null;
        }

        var wanted = situation.Instance.Spec.MachineType;
        if (powered.Name != wanted)
        {
            return $"spec.machineType={wanted} takes effect at the next start; the machine runs as {powered.Name}";
        }

        return situation.References.MachineType is { } type && StatusProjection.Figures(wanted, type) != powered
            ? $"MachineType {wanted} has changed; the new figures take effect at the next start"
            : null;
    }

    private static DateTimeOffset Since(IReadOnlyList<Condition> before, Condition next, DateTimeOffset now) =>
        before.FirstOrDefault(c => c.Type == next.Type) is { } old && old.Status == next.Status
            ? old.LastTransitionTime
            : Instants.Seconds(now);

    private static Condition New(string type, bool holds, string reason, string message) => new()
    {
        Type = type,
        Status = holds ? ConditionStatus.True : ConditionStatus.False,
        LastTransitionTime = default,
        Reason = reason,
        Message = message,
    };
}
