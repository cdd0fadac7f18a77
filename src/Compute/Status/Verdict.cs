using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Status;

/// <summary>The one answer to "how is it going": ready, on its way, or waiting for the user.</summary>
/// <param name="Kind">Which of the three.</param>
/// <param name="Reason">One CamelCase word.</param>
/// <param name="Message">A sentence.</param>
internal sealed record Verdict(VerdictKind Kind, string Reason, string Message)
{
    public static Verdict Of(Situation situation, Plan plan, Outcome outcome, InstanceStatus status)
    {
        if (plan.Step is Step.Blocked blocked)
        {
            return new(VerdictKind.Stalled, blocked.Reason, blocked.Message);
        }

        if (plan.Step is Step.AwaitRoom wait)
        {
            return new(VerdictKind.Reconciling, nameof(RefusalReason.QuotaExceeded), wait.Message);
        }

        if (status.Retry is { } retry)
        {
            return OfRetry(retry, outcome);
        }

        return IsReady(situation, plan, status) && status.Phase is { } phase
            ? new(VerdictKind.Ready, Word(phase), MessageFor(phase, situation))
            : new(VerdictKind.Reconciling, plan.Goal == Goal.Deleted ? "Deleting" : Word(status.Phase), Progress(plan, status, situation));
    }

    public static string Word(InstancePhase? phase) => phase?.ToString() ?? "Pending";

    private static Verdict OfRetry(RetryStatus retry, Outcome outcome) => retry.Permanent == true
        ? new(VerdictKind.Stalled, Reasons.UnrecoverableError, retry.LastError)
        : new(
            VerdictKind.Reconciling,
            (outcome as Outcome.Failed)?.Reason ?? "BackOff",
            $"failed {retry.Attempts} {(retry.Attempts == 1 ? "time" : "times")}, next try at {retry.NextRetryTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: {retry.LastError}");

    private static bool IsReady(Situation situation, Plan plan, InstanceStatus status)
    {
        InstancePhase? target = plan.Goal switch
        {
            Goal.Running => InstancePhase.Running,
            Goal.Stopped => InstancePhase.Terminated,
            Goal.Suspended => InstancePhase.Suspended,
            Goal.PowerCycle or Goal.Deleted => null,
        };
        var restartPending = status.Phase == InstancePhase.Running
            && situation.Instance.Spec.RestartedAt > (status.ObservedRestartedAt ?? DateTimeOffset.MinValue);
        return status.Phase == target
            && plan.Step is Step.Settled or Step.Enter { Verb: null }
            && AtRest(situation.Seen.State, plan.Goal)
            && !restartPending
            && !(situation.IsTenantSuspended && situation.Instance.Spec.PowerState != PowerState.Stopped);
    }

    // SUSPENDING hurries on to SUSPENDED when there is nothing left to suspend; that is not what was wanted.
    private static bool AtRest(MachineState seen, Goal goal) => (goal, seen) switch
    {
        (Goal.Running, MachineState.Running) => true,
        (Goal.Stopped, MachineState.Stopped or MachineState.Absent) => true,
        (Goal.Suspended, MachineState.Suspended) => true,
        _ => false,
    };

    private static string MessageFor(InstancePhase phase, Situation situation) => phase switch
    {
        InstancePhase.Running => "The machine is running.",
        InstancePhase.Terminated => situation.Instance.Status?.LastStartTimestamp is null
            ? "The machine is off; it has not run yet."
            : "The machine is off.",
        InstancePhase.Suspended => "The machine is off with its memory kept.",
        _ => "",
    };

    private static string Progress(Plan plan, InstanceStatus status, Situation situation) => (plan.Step, status.Phase) switch
    {
        (Step.AwaitChildren, _) => "Being deleted: the instances that have this one as parent go first.",
        (_, _) when plan.Goal == Goal.Deleted => $"Being deleted: {status.Deletion?.Reason ?? "the machine is being removed"}.",
        (_, InstancePhase.Provisioning) => "Accepted; the machine is about to be made.",
        (_, InstancePhase.Staging) => "The machine is being prepared.",
        (_, InstancePhase.Running) when situation.Seen.State == MachineState.Starting || plan.Step is Step.Perform { Verb: Verb.Reset } =>
            "The machine is being reset.",
        (_, InstancePhase.Running) => "The machine is running; a change is about to begin.",
        (_, InstancePhase.Stopping) when plan.Step.Action is Verb.SetPower { Force: true } => "The machine is being forced off.",
        (_, InstancePhase.Stopping) => "The machine is shutting down.",
        (_, InstancePhase.Suspending) when plan.Goal != Goal.Suspended =>
            "The machine is still saving its memory and is brought to what is wanted after that; spec.powerState: Stopped does not wait longer than spec.stopPolicy says.",
        (_, InstancePhase.Suspending) => "The machine is saving its memory.",
        (_, InstancePhase.Repairing) => "The machine died by itself and is being brought back.",
        (_, InstancePhase.Terminated) => "The machine is off; a change is about to begin.",
        (_, InstancePhase.Suspended) when situation.Seen.State == MachineState.Suspended => "The machine is suspended; a change is about to begin.",
        (_, InstancePhase.Suspended) => "The machine's memory is not kept; a change is about to begin.",
        _ => "Not looked at yet.",
    };
}

/// <summary>The three ways it can go.</summary>
internal enum VerdictKind
{
    /// <summary>What is seen is what is wanted.</summary>
    Ready,

    /// <summary>Work goes on by itself.</summary>
    Reconciling,

    /// <summary>The user must act.</summary>
    Stalled,
}
