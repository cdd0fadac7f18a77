namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>What an exposition shows, and how much of it.</summary>
public sealed record PrometheusExpositionOptions
{
    /// <summary>Names of the meters whose instruments are shown.</summary>
    public required IReadOnlyCollection<string> Meters { get; init; }

    /// <summary>
    /// Most label sets of one metric; measurements with further ones are dropped, and counted in
    /// <c>metrics_dropped_measurements_total</c>. 2,000.
    /// </summary>
    public int SeriesPerMetric { get; init; } = 2_000;
}
