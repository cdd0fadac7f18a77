namespace ComputeOperator.Kubernetes.Queue;

/// <summary>One timer that is always set for the soonest of many times. Callers hold their own lock; the callback takes it.</summary>
internal sealed class WakeUp : IDisposable
{
    // Timers count in whole milliseconds, 32 bits of them; a later time is reached in several naps.
    private static readonly TimeSpan LongestNap = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestNap = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(3650);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _setFor = long.MaxValue;

    public WakeUp(TimeProvider time, Action wake)
    {
        _time = time;
        _timer = time.CreateTimer(_ => Ring(wake), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private double StampsPerTick => _time.TimestampFrequency / (double)TimeSpan.TicksPerSecond;

    public long TimestampAfter(TimeSpan delay)
    {
        var bounded = delay < LongestDelay ? delay : LongestDelay;
        return _time.GetTimestamp() + (long)(bounded.Ticks * StampsPerTick);
    }

    public void NoLaterThan(long? due)
    {
        if (due is not { } when || when >= Volatile.Read(ref _setFor))
        {
            return;
        }

        Volatile.Write(ref _setFor, when);
        var nap = TimeSpan.FromTicks((long)Math.Ceiling((when - _time.GetTimestamp()) / StampsPerTick));
        nap = nap < ShortestNap ? ShortestNap : nap > LongestNap ? LongestNap : nap;
        _timer.Change(nap, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Ring(Action wake)
    {
        Volatile.Write(ref _setFor, long.MaxValue);
        wake();
    }
}
