namespace ComputeOperator.Kubernetes.Events;

/// <summary>Who reports events and how many at most.</summary>
/// <remarks>
/// The rate is a small part (some 3%) of what an API server writes, so that events never compete with the work they
/// report on; the queue is what that rate sends in 20 s, so that what is sent is not stale.
/// </remarks>
public sealed record EventRecorderOptions
{
    /// <summary>Whether events are recorded at all. True.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The reporting controller, a qualified name such as <c>example.com/controller</c>.</summary>
    public required string ReportingController { get; init; }

    /// <summary>The reporting process; the host's name, which in a cluster is the Pod's.</summary>
    public string ReportingInstance { get; init; } = Environment.MachineName;

    /// <summary>
    /// Most events waiting to be sent; more are dropped. 1,000. The second half is kept for warnings.
    /// </summary>
    public int QueueLength { get; init; } = 1_000;

    /// <summary>
    /// How long an event waits before it is sent, so that the writes which follow what it reports go first. 100 ms. A shutdown does not wait.
    /// </summary>
    /// <remarks>
    /// An Instance alone on an idle system becomes RUNNING in five writes, each after the other; its five events, sent in between, made that a
    /// tenth to a sixth slower on two cores.
    /// </remarks>
    public TimeSpan SendDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes per second in the long run. 50.</summary>
    public double WritesPerSecond { get; init; } = 50;

    /// <summary>Writes that may be made at once after a quiet time. 100.</summary>
    public int Burst { get; init; } = 100;

    /// <summary>How long after an event the same one counts as its repetition. 6 min, as in client-go.</summary>
    public TimeSpan SeriesWindow { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>Shortest time between two writes about one series. 10 s.</summary>
    public TimeSpan SeriesInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most events remembered in order to recognise repetitions; the oldest go first. 1,000.</summary>
    public int SeriesRemembered { get; init; } = 1_000;

    /// <summary>How long a shutdown goes on sending what waits. 2 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Everything that is wrong with these options, one sentence each; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(ReportingController))
        {
            yield return "ReportingController must not be empty.";
        }

        if (string.IsNullOrWhiteSpace(ReportingInstance) || ReportingInstance.Length > 128)
        {
            yield return $"ReportingInstance must have 1 to 128 characters, not {ReportingInstance?.Length ?? 0}.";
        }

        if (QueueLength < 2 || SeriesRemembered < 1 || Burst < 1)
        {
            yield return $"QueueLength ({QueueLength}), SeriesRemembered ({SeriesRemembered}) and Burst ({Burst}) must be positive, QueueLength at least 2.";
        }

        if (WritesPerSecond is not > 0)
        {
            yield return $"WritesPerSecond must be positive, not {WritesPerSecond}.";
        }

        if (SendDelay < TimeSpan.Zero)
        {
            yield return $"SendDelay must not be negative, not {SendDelay}.";
        }

        if (SeriesWindow <= TimeSpan.Zero || SeriesInterval <= TimeSpan.Zero || DrainTimeout <= TimeSpan.Zero)
        {
            yield return $"SeriesWindow ({SeriesWindow}), SeriesInterval ({SeriesInterval}) and DrainTimeout ({DrainTimeout}) must be positive.";
        }
    }
}
