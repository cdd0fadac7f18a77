using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Planning;

/// <summary>Whether a restart is due.</summary>
internal static class Restarts
{
    /// <summary>Whether one was asked for that has not been handled.</summary>
    public static bool IsPending(Instance instance) =>
        instance.Status?.Phase is not null
        && instance.Spec.RestartedAt is { } wanted
        && wanted > (instance.Status.ObservedRestartedAt ?? DateTimeOffset.MinValue);
}
