namespace ComputeOperator.Kubernetes.LeaderElection;

/// <summary>
/// One uninterrupted time of leading. A term that ended never comes back: leading again is another term.
/// </summary>
/// <remarks>
/// A term runs out <see cref="LeaderElectionOptions.RenewDeadline"/> after the moment its last successful renewal was
/// <em>sent</em>; a standby waits the longer <see cref="LeaderElectionOptions.LeaseDuration"/> after it <em>saw</em>
/// that renewal. The difference, 5 s by default, is what a write checked with <see cref="IsValid"/> has left to arrive.
/// </remarks>
public sealed class LeaderTerm : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _length;
    private readonly CancellationTokenSource _ending;
    private long _validUntil;
    private volatile bool _over;

    internal LeaderTerm(TimeProvider time, TimeSpan length, long sentAt)
    {
        _time = time;
        _length = (long)(length.TotalSeconds * time.TimestampFrequency);
        _validUntil = sentAt + _length;
        _ending = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Token = _ending.Token;
        CancelWhenDue();
    }

    /// <summary>Cancelled when the term ends, for whatever reason, and when the process is asked to stop.</summary>
    public CancellationToken Token { get; }

    /// <summary>
    /// Whether this process still leads, right now, by the monotonic clock. To be asked immediately before every
    /// write: a process that was paused (SIGSTOP, a swapped-out machine) finds out here, before any timer has fired.
    /// Stays true while a shutdown lets work in flight finish.
    /// </summary>
    public bool IsValid => !_over && _time.GetTimestamp() < Volatile.Read(ref _validUntil);

    /// <summary>For the elector, which alone ends terms.</summary>
    void IDisposable.Dispose()
    {
        End();
        _ending.Dispose();
    }

    /// <summary>Prolongs the term by a renewal sent at that timestamp; false when it had ended before the answer came.</summary>
    internal bool TryProlong(long sentAt)
    {
        lock (_gate)
        {
            if (!IsValid || sentAt + _length <= _time.GetTimestamp())
            {
                return false;
            }

            Volatile.Write(ref _validUntil, sentAt + _length);
        }

        CancelWhenDue();
        return true;
    }

    /// <summary>Asks the work to stop; it may still finish what it is writing.</summary>
    internal void Stop() => _ending.Cancel();

    /// <summary>Ends the term at once.</summary>
    internal void End()
    {
        lock (_gate)
        {
            _over = true;
        }

        _ending.Cancel();
    }

    private void CancelWhenDue()
    {
        var left = _time.GetElapsedTime(_time.GetTimestamp(), Volatile.Read(ref _validUntil));
        _ending.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }
}
