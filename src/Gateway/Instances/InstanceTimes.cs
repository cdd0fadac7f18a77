using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;

namespace ComputeOperator.Gateway.Instances;

/// <summary>Instants in the life of an Instance. Pure.</summary>
internal static class InstanceTimes
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    public static DateTimeOffset Created(Instance instance) => instance.Metadata.CreationTimestamp ?? default;

    /// <summary>When it last became something else.</summary>
    public static DateTimeOffset Updated(Instance instance) =>
        new[] { Created(instance), instance.Status?.PhaseTransitionTimestamp, instance.Status?.LastRestartTimestamp, instance.Metadata.DeletionTimestamp }.Max() ?? default;

    /// <summary>How long it has been running; zero when it is not.</summary>
    public static TimeSpan Uptime(Instance instance, DateTimeOffset now) =>
        instance.Status is { Phase: InstancePhase.Running, LastStartTimestamp: { } started } && now > started ? now - started : TimeSpan.Zero;

    /// <summary>
    /// A value of spec.restartedAt that restarts it once: later than any handled so far, also when clocks disagree.
    /// </summary>
    /// <exception cref="FailureException">There is none: someone has set it to the end of time.</exception>
    public static DateTimeOffset NextRestart(Instance instance, DateTimeOffset now)
    {
        var handled = new[] { instance.Status?.ObservedRestartedAt, instance.Spec.RestartedAt }.Max() ?? DateTimeOffset.MinValue;
        return now > handled ? now
            : handled < DateTimeOffset.MaxValue - Step ? handled + Step
            : throw new FailureException(new Failure.WrongState("spec.restartedAt of the Instance is so late that no restart can be later."));
    }
}
