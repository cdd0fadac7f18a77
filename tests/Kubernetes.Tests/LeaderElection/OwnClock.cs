namespace ComputeOperator.Kubernetes.Tests.LeaderElection;

/// <summary>
/// One process's view of a shared time: its wall clock may be wrong by any amount, and it may have been paused, so that
/// its clocks moved on but none of its timers fired.
/// </summary>
internal sealed class OwnClock(TimeProvider shared, TimeSpan skew) : TimeProvider
{
    private long _paused;
    private int _requests;

    /// <summary>How many requests are limited by this clock now: timers of exactly <see cref="RequestLimit"/>.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>What no other timer takes.</summary>
    public static TimeSpan RequestLimit { get; } = TimeSpan.FromSeconds(5.009);

    public override long TimestampFrequency => shared.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => shared.GetUtcNow() + skew;

    public override long GetTimestamp() => shared.GetTimestamp() + Volatile.Read(ref _paused);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = shared.CreateTimer(callback, state, dueTime, period);
        return dueTime == RequestLimit ? new RequestTimer(this, timer) : timer;
    }

    /// <summary>The process wakes up from a pause: time has passed, and timers that are due have not fired yet.</summary>
    public void WakeAfter(TimeSpan pause) =>
        Interlocked.Add(ref _paused, (long)(pause.TotalSeconds * shared.TimestampFrequency));

    private sealed class RequestTimer : ITimer
    {
        private readonly OwnClock _clock;
        private readonly ITimer _timer;
        private int _disposed;

        public RequestTimer(OwnClock clock, ITimer timer)
        {
            (_clock, _timer) = (clock, timer);
            Interlocked.Increment(ref clock._requests);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => _timer.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Interlocked.Decrement(ref _clock._requests);
                _timer.Dispose();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
