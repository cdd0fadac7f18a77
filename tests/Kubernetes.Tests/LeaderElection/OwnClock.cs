namespace ComputeOperator.Kubernetes.Tests.LeaderElection;

/// <summary>
/// One process's view of a shared time: its wall clock may be wrong by any amount, and it may have been paused, so that
/// its clocks moved on but none of its timers fired.
/// </summary>
internal sealed class OwnClock(TimeProvider shared, TimeSpan skew) : TimeProvider
{
    private long _paused;

    public override long TimestampFrequency => shared.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => shared.GetUtcNow() + skew;

    public override long GetTimestamp() => shared.GetTimestamp() + Volatile.Read(ref _paused);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        shared.CreateTimer(callback, state, dueTime, period);

    /// <summary>The process wakes up from a pause: time has passed, and timers that are due have not fired yet.</summary>
    public void WakeAfter(TimeSpan pause) =>
        Interlocked.Add(ref _paused, (long)(pause.TotalSeconds * shared.TimestampFrequency));
}
