namespace ComputeOperator.Kubernetes.LeaderElection;

/// <summary>
/// What a candidate has seen of the lease, and since when by its own monotonic clock. Times that others wrote are
/// never compared with a clock here, so skewed clocks do no harm.
/// </summary>
internal sealed class LeaseObservation(TimeProvider time, LeaderElectionOptions options)
{
    // A holder whose lease says more than this must be a mistake: no dead leader may lock everyone out for ever.
    private const int LongestInOwnDurations = 10;

    private LeaseSpec? _seen;
    private bool _isKnown;
    private bool _isVacant;
    private long _seenAt;
    private TimeSpan _duration;

    /// <summary>Who holds the lease as far as is known; null when it is free, empty when someone unknown does.</summary>
    public string? Holder { get; private set; }

    /// <summary>How long until the lease may be taken over; zero when it may be now. Whole milliseconds, as timers count.</summary>
    public TimeSpan UntilFree
    {
        get
        {
            if (Holder is null || Holder == options.Identity)
            {
                return TimeSpan.Zero;
            }

            var left = _duration - time.GetElapsedTime(_seenAt);
            return left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : TimeSpan.Zero;
        }
    }

    /// <summary>
    /// Takes note of the lease as just read, or of its absence. A lease that vanished, or whose holder was wiped
    /// without a proper release, may have had a holder that is at work: it is free once that one had time to repair it.
    /// </summary>
    public void See(LeaseSpec? spec)
    {
        if (spec is null || (string.IsNullOrEmpty(spec.HolderIdentity) && !IsReleased(spec)))
        {
            SeeVacant(isNew: !_isKnown && spec?.RenewTime is null);
        }
        else if (spec != _seen)
        {
            Holder = IsReleased(spec) ? null : spec.HolderIdentity;
            Note(DurationOf(spec));
        }

        _isKnown |= spec is not null;
        _seen = spec;
    }

    /// <summary>Takes note that the lease is ours, by a write of our own.</summary>
    public void Took()
    {
        (_isKnown, _isVacant, _seen, Holder) = (true, false, null, options.Identity);
    }

    private void SeeVacant(bool isNew)
    {
        if (isNew || _isVacant)
        {
            return;
        }

        Holder = Holder is null || Holder == options.Identity ? "" : Holder;
        Note(options.LeaseDuration);
        _isVacant = true;
    }

    private void Note(TimeSpan duration) => (_isVacant, _seenAt, _duration) = (false, time.GetTimestamp(), duration);

    // client-go's mark of a lease given back: no holder, and a duration of one second.
    private static bool IsReleased(LeaseSpec spec) =>
        string.IsNullOrEmpty(spec.HolderIdentity) && spec.LeaseDurationSeconds == 1;

    private TimeSpan DurationOf(LeaseSpec spec)
    {
        var claimed = TimeSpan.FromSeconds(spec.LeaseDurationSeconds ?? 0);
        var longest = options.LeaseDuration * LongestInOwnDurations;
        return claimed < options.LeaseDuration ? options.LeaseDuration : claimed > longest ? longest : claimed;
    }
}
