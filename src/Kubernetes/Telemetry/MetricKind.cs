namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>The kinds of metric that the text format has and that are made here.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}
