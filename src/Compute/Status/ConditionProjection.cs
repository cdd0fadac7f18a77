using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Status;

/// <summary>The conditions that users and tools wait for. Output only: no decision reads one.</summary>
internal static class ConditionProjection
{
    private static readonly string[] Owned =
    [
        InstanceConditions.Ready, InstanceConditions.Accepted, InstanceConditions.QuotaReserved, InstanceConditions.PowerStateSynced,
        InstanceConditions.RestartRequired, InstanceConditions.Reconciling, InstanceConditions.Stalled,
    ];

    public static IReadOnlyList<Condition> Of(Situation situation, Plan plan, InstanceStatus status, Verdict verdict) => ConditionMerge.Of(
        situation.Instance.Status?.Conditions, Wanted(situation, plan, status, verdict), Owned, status.ObservedGeneration, situation.Now);

    private static IEnumerable<Condition> Wanted(Situation situation, Plan plan, InstanceStatus status, Verdict verdict)
    {
        var ready = verdict.Kind == VerdictKind.Ready;
        yield return ConditionMerge.New(InstanceConditions.Ready, ready, verdict.Reason, verdict.Message);
        yield return ConditionMerge.New(InstanceConditions.Accepted, plan.Acceptance.Holds, plan.Acceptance.Reason, plan.Acceptance.Message);
        yield return ReservationProjection.Condition(situation, plan, status);
        yield return PowerStateSynced(situation.Instance.Spec.PowerState, status.Phase);
        if (RestartRequired(situation, status) is { } message)
        {
            yield return ConditionMerge.New(InstanceConditions.RestartRequired, true, "MachineTypeChanged", message);
        }

        if (verdict.Kind == VerdictKind.Reconciling)
        {
            yield return ConditionMerge.New(InstanceConditions.Reconciling, true, verdict.Reason, verdict.Message);
        }

        if (verdict.Kind == VerdictKind.Stalled)
        {
            yield return ConditionMerge.New(InstanceConditions.Stalled, true, verdict.Reason, verdict.Message);
        }
    }

    private static Condition PowerStateSynced(PowerState wanted, InstancePhase? phase)
    {
        var synced = (wanted, phase) is (PowerState.Running, InstancePhase.Running)
            or (PowerState.Stopped, InstancePhase.Terminated) or (PowerState.Suspended, InstancePhase.Suspended);
        return ConditionMerge.New(
            InstanceConditions.PowerStateSynced, synced, synced ? "Synced" : "NotSynced",
            $"spec.powerState={wanted}, phase={phase?.ToString().ToUpperInvariant() ?? "none"}");
    }

    // What failed to power on does so as what the spec says now.
    private static bool IsBeingStarted(InstanceStatus status) =>
        status.Phase == InstancePhase.Staging && Verb.IsPowerOn(status.Retry?.Action);

    private static string? RestartRequired(Situation situation, InstanceStatus status)
    {
        if (status.MachineType is not { } powered
            || status.Phase is not (InstancePhase.Running or InstancePhase.Suspended or InstancePhase.Suspending or InstancePhase.Staging)
            || IsBeingStarted(status))
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
}
