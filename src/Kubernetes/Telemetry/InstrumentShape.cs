using System.Diagnostics.Metrics;

namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>What an instrument is to the text format.</summary>
internal sealed record InstrumentShape(MetricKind Kind, bool IsObserved, HistogramBounds? Bounds)
{
    /// <summary>The shape of an instrument; null for a kind that is not known.</summary>
    public static InstrumentShape? Of(Instrument instrument)
    {
        var type = instrument.GetType();
        var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return generic switch
        {
            _ when generic == typeof(Counter<>) => new(MetricKind.Counter, false, null),
            _ when generic == typeof(ObservableCounter<>) => new(MetricKind.Counter, true, null),
            _ when generic == typeof(UpDownCounter<>) => new(MetricKind.Gauge, false, null) { IsSum = true },
            _ when generic == typeof(ObservableUpDownCounter<>) => new(MetricKind.Gauge, true, null),
            _ when generic == typeof(Gauge<>) => new(MetricKind.Gauge, false, null),
            _ when generic == typeof(ObservableGauge<>) => new(MetricKind.Gauge, true, null),
            _ when generic == typeof(Histogram<>) => new(MetricKind.Histogram, false, BoundsOf(instrument)),
            _ => null,
        };
    }

    /// <summary>Whether the measurements of a gauge are changes to it.</summary>
    public bool IsSum { get; init; }

    public Series NewSeries(string labels) => this switch
    {
        { Bounds: { } bounds } => new HistogramSeries(labels, bounds),
        { IsObserved: false, Kind: MetricKind.Counter } or { IsSum: true } => new SumSeries(labels),
        _ => new LastSeries(labels),
    };

    private static HistogramBounds BoundsOf(Instrument instrument)
    {
        var advised = instrument switch
        {
            Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => bounds,
            Histogram<float> { Advice.HistogramBucketBoundaries: { } bounds } => bounds.Select(bound => (double)bound),
            Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => bounds.Select(bound => (double)bound),
            Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => bounds.Select(bound => (double)bound),
            _ => null,
        };
        return advised is null ? HistogramBounds.Default : new HistogramBounds(advised);
    }
}
