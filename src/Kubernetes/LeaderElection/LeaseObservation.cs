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
    /// without a proper release, is still its last holder's until that one had time to repair it: it may be at work.
    /// </summary>
    public void See(LeaseSpec? spec)
    {
        if (spec is null || spec == _seen)
        {
            return;
        }

        _seen = spec;
        if (IsReleased(spec))
        {
            Holder = null;
        }
        else if (!string.IsNullOrEmpty(spec.HolderIdentity))
        {
            Holder = spec.HolderIdentity;
            _seenAt = time.GetTimestamp();
            _duration = DurationOf(spec);
        }
        else if (Holder is null && spec.RenewTime is not null)
        {
            Holder = "";
            _seenAt = time.GetTimestamp();
            _duration = options.LeaseDuration;
        }
    }

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
