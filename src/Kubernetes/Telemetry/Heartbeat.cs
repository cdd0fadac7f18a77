namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>
/// Tells a loop that is stuck from one that has nothing to do: it says when it begins something and when it rests, and
/// is stuck when it has been at one thing for too long. One per loop.
/// </summary>
/// <param name="limit">How long one thing may take.</param>
/// <param name="time">The clock.</param>
public sealed class Heartbeat(TimeSpan limit, TimeProvider time)
{
    private const long Resting = -1;
    private long _busySince = Resting;

    /// <summary>The loop begins something, or gets on with it.</summary>
    public void Beat() => Volatile.Write(ref _busySince, time.GetTimestamp());

    /// <summary>The loop waits for something to do.</summary>
    public void Rest() => Volatile.Write(ref _busySince, Resting);

    /// <summary>Whether the loop goes on; a check for <see cref="HealthEndpoints.Live"/>.</summary>
    public HealthResult Check()
    {
        var since = Volatile.Read(ref _busySince);
        if (since == Resting)
        {
            return HealthResult.Ok();
        }

        var busy = time.GetElapsedTime(since);
        return busy <= limit
            ? HealthResult.Ok()
            : HealthResult.Failed($"at one thing for {busy.TotalSeconds:F0} s, more than {limit.TotalSeconds:F0} s");
    }
}
