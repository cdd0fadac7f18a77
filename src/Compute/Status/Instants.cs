namespace ComputeOperator.Compute.Status;

/// <summary>Instants as status shows them.</summary>
public static class Instants
{
    /// <summary>Cut to whole seconds, as Kubernetes' own timestamps are.</summary>
    public static DateTimeOffset Seconds(DateTimeOffset instant) => new(instant.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);

    /// <summary>Cut to milliseconds, where durations are computed from it.</summary>
    public static DateTimeOffset Milliseconds(DateTimeOffset instant) =>
        new(instant.UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
}
