namespace ComputeOperator.Kubernetes.Tests.LeaderElection;

/// <summary>
/// One process's view of a shared time: its wall clock may be wrong by any amount, and it may have been paused, so that
/// its clocks moved on but none of its timers fired.
/// </summary>
internal sealed class OwnClock(TimeProvider shared, TimeSpan skew) : TimeProvider
{
    private long _paused;
    private int _requests;
    private int _timers;

    /// <summary>How many requests are limited by this clock now: timers of exactly <see cref="RequestLimit"/>.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>How many timers there have been.</summary>
    public int Timers => Volatile.Read(ref _timers);

    /// <summary>What no other timer takes.</summary>
    public static TimeSpan RequestLimit { get; } = TimeSpan.FromSeconds(5.009);

    public override long TimestampFrequency => shared.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => shared.GetUtcNow() + skew;

    public override long GetTimestamp() => shared.GetTimestamp() + Volatile.Read(ref _paused);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != RequestLimit)
        {
            var timer = shared.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _timers);
            return timer;
        }

        // Counted before it is armed: at no time does a request look like a wait.
        Interlocked.Increment(ref _requests);
        Interlocked.Increment(ref _timers);
        return new RequestTimer(this, shared.CreateTimer(callback, state, dueTime, period));
    }

    /// <summary>The process wakes up from a pause: time has passed, and timers that are due have not fired yet.</summary>
    public void WakeAfter(TimeSpan pause) =>
        Interlocked.Add(ref _paused, (long)(pause.TotalSeconds * shared.TimestampFrequency));

    private sealed class RequestTimer(OwnClock clock, ITimer timer) : ITimer
    {
        private int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                // The other way round here, for the same reason.
                timer.Dispose();
                Interlocked.Decrement(ref clock._requests);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
