using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Compute.Status;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Events;

/// <summary>Which events a step is worth: one per phase entered and per decision.</summary>
public static class InstanceEvents
{
    /// <summary>The events of a step, given the status that it led to.</summary>
    public static IEnumerable<InstanceEvent> Of(Situation situation, Plan plan, Outcome outcome, InstanceStatus after)
    {
        if (plan.Step is Step.Enter enter)
        {
            yield return Entered(situation, enter.Phase, after);
        }

        foreach (var @event in Decided(situation, plan, outcome, after))
        {
            yield return @event;
        }
    }

    private static IEnumerable<InstanceEvent> Decided(Situation situation, Plan plan, Outcome outcome, InstanceStatus after)
    {
        var before = situation.Instance.Status;
        if (outcome is Outcome.Failed failed)
        {
            yield return new(true, failed.IsPermanent ? Reasons.UnrecoverableError : "ProviderError", Verb.WordOf(plan.Step.Action), $"{failed.Reason}: {after.StatusMessage}");
        }

        if (outcome is Outcome.Done && plan.Step.Action is Verb.SetPower { Target: PowerState.Stopped, Force: true })
        {
            yield return new(true, "ForceStopped", "Stop", situation.Instance.Spec.StopPolicy.Mode == StopMode.Force
                ? "The power was cut, as spec.stopPolicy.mode says."
                : "The machine did not stop within its grace period; the power was cut.");
        }

        if (outcome is Outcome.Done && plan.Step.Action is Verb.Delete && situation is { Phase: InstancePhase.Suspending, Seen.State: MachineState.Suspending })
        {
            yield return new(true, "ForceStopped", "Stop", "The machine did not finish saving its memory within its grace period; it was removed.");
        }

        if (outcome is Outcome.Done && plan.Step.Action is Verb.Reset)
        {
            yield return new(false, "Restarted", "Reset", "The machine was reset.");
        }

        if (OperationLog.BootsInsteadOfResuming(situation, plan))
        {
            yield return new(true, "MemoryLost", "PowerOn", "There is no saved memory to resume from; the machine boots anew.");
        }

        if (outcome is Outcome.Done && before is { LastStartTimestamp: not null, MachineType: { } old } && after.MachineType is { } @new && old != @new)
        {
            yield return new(false, "Resized", "Resize", $"Powered on as {@new.Name} ({@new.Vcpus} vCPUs, {@new.Memory} memory); it was {old.Name} ({old.Vcpus} vCPUs, {old.Memory} memory).");
        }

        if (NoRoom(before, after) is { } refusal && plan.Step is not Step.Blocked)
        {
            yield return new(true, refusal.Reason, "Reserve", refusal.Message);
        }

        // The tenant's refusal has been told when it became so.
        if (plan.Step is Step.Blocked blocked && Refusal(before)?.Reason != blocked.Reason && Message(before, InstanceConditions.Stalled) != StatusText.Cut(blocked.Message))
        {
            yield return new(true, blocked.Reason, "Validate", blocked.Message);
        }
    }

    private static InstanceEvent Entered(Situation situation, InstancePhase phase, InstanceStatus after) => phase switch
    {
        InstancePhase.Provisioning => new(false, "Provisioning", "Provision", $"Accepted with instance ID {after.InstanceId}."),
        InstancePhase.Staging => new(false, "Staging", "PowerOn", "The machine is being prepared."),
        InstancePhase.Running => Running(OperationLog.Active(situation.Instance.Status)?.Type),
        InstancePhase.Stopping => new(false, "Stopping", "PowerOff", "The machine is shutting down."),
        InstancePhase.Terminated => new(false, "Stopped", "PowerOff", after.StatusMessage ?? ""),
        InstancePhase.Suspending => new(false, "Suspending", "Suspend", "The machine is saving its memory."),
        InstancePhase.Suspended => situation.Seen.State == MachineState.Suspended
            ? new(false, "Suspended", "Suspend", "The machine is off with its memory kept.")
            : new(true, "SuspendAbandoned", "Suspend", "The machine was not suspended, and is not wanted suspended any more."),
        InstancePhase.Repairing => new(true, "RepairStarted", "Repair", situation.Seen.Message ?? "The machine is not running though it should; bringing it back."),
    };

    private static InstanceEvent Running(OperationType? cause) => cause switch
    {
        OperationType.Resume => new(false, "Resumed", "Resume", "The machine is running again with its memory restored."),
        OperationType.Restart => new(false, "Restarted", "Restart", "The machine is running again after a power cycle."),
        OperationType.Repair => new(false, "Repaired", "Repair", "The machine is running again."),
        _ => new(false, "Started", "PowerOn", "The machine is running."),
    };

    // Told when it becomes so, and again when the reason changes.
    private static Condition? NoRoom(InstanceStatus? before, InstanceStatus after) =>
        Refusal(after) is { } now && Refusal(before)?.Reason != now.Reason ? now : null;

    private static Condition? Refusal(InstanceStatus? status) =>
        status?.Conditions?.FirstOrDefault(c => c.Type == InstanceConditions.QuotaReserved && c.Status == ConditionStatus.False);

    private static string? Message(InstanceStatus? status, string type) =>
        status?.Conditions?.FirstOrDefault(c => c.Type == type && c.Status == ConditionStatus.True)?.Message;
}
