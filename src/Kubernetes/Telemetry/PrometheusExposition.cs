using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>
/// Collects from the instruments of some meters and writes them in the Prometheus text format, names as they are.
/// What happens before it is made it does not see: to be made before anything is measured.
/// </summary>
/// <remarks>
/// Counters become counters; up-down counters and gauges become gauges; histograms use the bucket boundaries that the
/// instrument advises, else the Prometheus clients' defaults. A measurement allocates only for labels not seen before.
/// </remarks>
public sealed class PrometheusExposition : IDisposable
{
    /// <summary>The media type of what is written.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const string DroppedName = "metrics_dropped_measurements_total";
    private const string FailedName = "metrics_failed_observations_total";
    private readonly HashSet<string> _meters;
    private readonly int _seriesPerMetric;
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private readonly Lock _scraping = new();
    private long _scrapes;
    private long _failedObservations;

    /// <summary>Begins to collect.</summary>
    public PrometheusExposition(PrometheusExpositionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _meters = [.. options.Meters];
        _seriesPerMetric = options.SeriesPerMetric;
        _listener.InstrumentPublished = Subscribe;
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => Record((double)value, tags, state));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => Record(value, tags, state));
        _listener.Start();
    }

    /// <summary>Asks the observable instruments and writes everything, in order of names and labels.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var writer = new TextFormatWriter(output);
        lock (_scraping)
        {
            _scrapes++;
            foreach (var family in _families.Values)
            {
                family.Scrape = _scrapes;
            }

            Observe();
            var families = _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal).ToList();
            families.ForEach(family => family.Write(writer));
            WriteDropped(families, writer);
            writer.Header(FailedName, MetricKind.Counter, "Observable instruments that threw when asked.");
            writer.Sample(FailedName, "", "", _failedObservations);
        }
    }

    /// <summary>Ends collecting.</summary>
    public void Dispose() => _listener.Dispose();

    private static void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        ((MetricFamily)state!).Record(value, tags);

    // One broken gauge must not hide all the others.
    private void Observe()
    {
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException e)
        {
            _failedObservations += e.InnerExceptions.Count;
        }
    }

    private static void WriteDropped(List<MetricFamily> families, TextFormatWriter writer)
    {
        writer.Header(DroppedName, MetricKind.Counter, "Measurements without a place: too many label sets, or a label name that is not allowed.");
        foreach (var family in families.Where(family => family.Dropped > 0))
        {
            writer.Sample(DroppedName, "", $"metric=\"{family.Name}\"", family.Dropped);
        }
    }

    private void Subscribe(Instrument instrument, MeterListener listener)
    {
        if (!_meters.Contains(instrument.Meter.Name) || !LabelText.IsMetricName(instrument.Name)
            || InstrumentShape.Of(instrument) is not { } shape)
        {
            return;
        }

        var family = _families.GetOrAdd(
            instrument.Name, name => new MetricFamily(name, instrument.Description, shape, _seriesPerMetric));
        if (family.Accepts(shape))
        {
            listener.EnableMeasurementEvents(instrument, family);
        }
    }
}
