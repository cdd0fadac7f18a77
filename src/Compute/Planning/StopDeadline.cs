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

    /// <summary>The deadline of the stop under way, or of one that would begin now. A deletion never moves it back.</summary>
    public static DateTimeOffset Of(Situation situation)
    {
        var begun = situation.Phase == InstancePhase.Stopping
            ? situation.Instance.Status!.PhaseTransitionTimestamp ?? situation.Now
            : situation.Now;
        var deadline = Of(situation.Instance, begun);
        return situation.Instance.Status?.Deletion?.ForceAt is { } forceAt && forceAt < deadline ? forceAt : deadline;
    }
}
