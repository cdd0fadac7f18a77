using System.Diagnostics.Metrics;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>client-go's reflector metrics of one resource, and the number of objects that could not be read.</summary>
internal sealed class InformerMetrics(string resource)
{
    private static readonly Counter<long> Lists = KubernetesMeter.Instance.CreateCounter<long>(
        "reflector_lists_total", null, "Total number of API lists done by the reflectors");

    private static readonly Counter<long> Watches = KubernetesMeter.Instance.CreateCounter<long>(
        "reflector_watches_total", null, "Total number of API watches done by the reflectors");

    private static readonly Counter<long> ShortWatches = KubernetesMeter.Instance.CreateCounter<long>(
        "reflector_short_watches_total", null, "Total number of short API watches done by the reflectors");

    private static readonly Counter<long> MalformedObjects = KubernetesMeter.Instance.CreateCounter<long>(
        "reflector_malformed_objects_total", null, "Total number of objects that did not fit their type");

    private static readonly Histogram<double> ListDuration = KubernetesMeter.Instance.CreateHistogram(
        "reflector_list_duration_seconds", "s", "How long an API list takes to return and decode for the reflectors", null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });

    private readonly KeyValuePair<string, object?> _name = new("name", resource);

    public void Listed(TimeSpan time)
    {
        Lists.Add(1, _name);
        ListDuration.Record(time.TotalSeconds, _name);
    }

    public void WatchBegun() => Watches.Add(1, _name);

    public void WatchWasShort() => ShortWatches.Add(1, _name);

    public void Malformed() => MalformedObjects.Add(1, _name);
}
