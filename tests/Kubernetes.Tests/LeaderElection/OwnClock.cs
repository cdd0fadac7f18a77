namespace ComputeOperator.Kubernetes.Tests.LeaderElection;

/// <summary>
/// One process's view of a shared time: its wall clock may be wrong by any amount, and it may have been paused, so that
/// its clocks moved on but none of its timers fired.
/// </summary>
internal sealed class OwnClock(TimeProvider shared, TimeSpan skew) : TimeProvider
{
    private readonly Count _requests = new();
    private readonly Count _stops = new();
    private long _paused;
    private int _timers;

    /// <summary>How many requests are limited by this clock now: timers of exactly <see cref="RequestLimit"/>.</summary>
    public int Requests => _requests.Value;

    /// <summary>How many waits for work that is to stop are limited by this clock now: timers of exactly <see cref="StopLimit"/>.</summary>
    public int Stops => _stops.Value;

    /// <summary>How many timers there have been.</summary>
    public int Timers => Volatile.Read(ref _timers);

    /// <summary>What no other timer takes.</summary>
    public static TimeSpan RequestLimit { get; } = TimeSpan.FromSeconds(5.009);

    /// <inheritdoc cref="RequestLimit"/>
    public static TimeSpan StopLimit { get; } = TimeSpan.FromSeconds(10.007);

    public override long TimestampFrequency => shared.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => shared.GetUtcNow() + skew;

    public override long GetTimestamp() => shared.GetTimestamp() + Volatile.Read(ref _paused);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var count = dueTime == RequestLimit ? _requests : dueTime == StopLimit ? _stops : null;
        // Counted before it is armed: at no time does a request look like a wait.
        count?.Add(1);
        var timer = shared.CreateTimer(callback, state, dueTime, period);
        Interlocked.Increment(ref _timers);
        return count is null ? timer : new CountedTimer(count, timer);
    }

    /// <summary>The process wakes up from a pause: time has passed, and timers that are due have not fired yet.</summary>
    public void WakeAfter(TimeSpan pause) =>
        Interlocked.Add(ref _paused, (long)(pause.TotalSeconds * shared.TimestampFrequency));

    private sealed class Count
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public void Add(int number) => Interlocked.Add(ref _value, number);
    }

    private sealed class CountedTimer(Count count, ITimer timer) : ITimer
    {
        private int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                // The other way round here, for the same reason.
                timer.Dispose();
                count.Add(-1);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
