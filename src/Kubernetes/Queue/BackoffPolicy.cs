namespace ComputeOperator.Kubernetes.Queue;

/// <summary>How long to wait after the n-th failure in a row: doubling from <paramref name="Base"/>, never more than <paramref name="Cap"/>.</summary>
/// <param name="Base">The wait after the first failure.</param>
/// <param name="Cap">The longest wait.</param>
/// <param name="Jitter">The share of each wait, 0 to 1, that is left to chance, so that those who failed together do not return together.</param>
public sealed record BackoffPolicy(TimeSpan Base, TimeSpan Cap, double Jitter = 0.25)
{
    // Beyond this the doubling is past any cap, and the shift still fits.
    private const int MostDoublings = 40;

    /// <summary>client-go's default for a work queue: 5 ms to 1000 s.</summary>
    public static BackoffPolicy ForKeys { get; } = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(1000));

    /// <summary>client-go's default for lists and watches: 800 ms to 30 s.</summary>
    public static BackoffPolicy ForConnections { get; } = new(TimeSpan.FromMilliseconds(800), TimeSpan.FromSeconds(30), 0.5);

    /// <summary>The wait after <paramref name="failures"/> failures in a row.</summary>
    public TimeSpan Delay(int failures, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var doublings = Math.Clamp(failures - 1, 0, MostDoublings);
        var nominal = Math.Min(Cap.TotalSeconds, Base.TotalSeconds * (1L << doublings));
        return TimeSpan.FromSeconds(nominal * (1 - (Jitter * random.NextDouble())));
    }
}
