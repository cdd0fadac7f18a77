using ComputeOperator.Compute.Status;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Planning;

/// <summary>When a stop is no longer asked for but forced.</summary>
public static class StopDeadline
{
    /// <summary>The deadline of a stop that began at <paramref name="begun"/>.</summary>
    public static DateTimeOffset Of(Instance instance, DateTimeOffset begun) =>
        instance.Spec.StopPolicy.Mode switch
        {
            StopMode.Graceful => begun.AddSeconds(instance.Spec.StopPolicy.GracePeriodSeconds),
            StopMode.Force => begun,
        };

    /// <summary>
    /// The deadline of the stop under way, or of one that would begin now. A stop that finds a suspend under way has waited since that
    /// began; one of a machine that others have switched on while it was TERMINATED is an operation of its own. A deletion never moves it back.
    /// </summary>
    public static DateTimeOffset Of(Situation situation)
    {
        // The times of operations are cut to whole seconds, and nothing is forced too early.
        var begun = CountsFrom(situation.Phase) ? EnteredAt(situation) : StopInTerminated(situation)?.StartTime.AddSeconds(1);
        var deadline = Of(situation.Instance, begun ?? situation.Now);
        return situation.Instance.Status?.Deletion?.ForceAt is { } forceAt && forceAt < deadline ? forceAt : deadline;
    }

    /// <summary>Whether the phase that a deadline counts from was entered in the future, by a clock since set back, or nobody knows when.</summary>
    public static bool IsUndated(Situation situation) =>
        CountsFrom(situation.Phase) && EnteredAt(situation) is null;

    private static DateTimeOffset? EnteredAt(Situation situation) =>
        situation.Instance.Status?.PhaseTransitionTimestamp is { } stamp && stamp <= situation.Now ? stamp : null;

    /// <summary>The stop of a machine that was seen on in TERMINATED, if one is under way.</summary>
    public static InstanceOperation? StopInTerminated(Situation situation) =>
        situation.Phase == InstancePhase.Terminated && OperationLog.Active(situation.Instance.Status) is { Type: OperationType.Stop } stop && stop.StartTime <= situation.Now
            ? stop
            : null;

    private static bool CountsFrom(InstancePhase? phase) => phase is InstancePhase.Stopping or InstancePhase.Suspending;
}
