using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Kubernetes.Queue;

/// <summary>What a queue shows at one moment.</summary>
internal readonly record struct QueueReading(int Depth, TimeSpan Unfinished, TimeSpan Longest);

/// <summary>client-go's metrics of one work queue, with controller-runtime's labels.</summary>
internal sealed class QueueMetrics
{
    // client-go's buckets: powers of ten from 10 ns.
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10, 100, 1000],
    };

    private static readonly Counter<long> Adds = KubernetesMeter.Instance.CreateCounter<long>(
        "workqueue_adds_total", null, "Total number of adds handled by workqueue");

    private static readonly Counter<long> Retries = KubernetesMeter.Instance.CreateCounter<long>(
        "workqueue_retries_total", null, "Total number of retries handled by workqueue");

    private static readonly Histogram<double> QueueDuration = KubernetesMeter.Instance.CreateHistogram(
        "workqueue_queue_duration_seconds", "s", "How long in seconds an item stays in workqueue before being requested", null, Buckets);

    private static readonly Histogram<double> WorkDuration = KubernetesMeter.Instance.CreateHistogram(
        "workqueue_work_duration_seconds", "s", "How long in seconds processing an item from workqueue takes", null, Buckets);

    private static ImmutableArray<QueueMetrics> _queues = [];

    private readonly KeyValuePair<string, object?> _name;
    private readonly KeyValuePair<string, object?> _controller;
    private readonly Func<QueueReading> _read;

    static QueueMetrics()
    {
        KubernetesMeter.Instance.CreateObservableGauge("workqueue_depth", Depths, null, "Current depth of workqueue");
        KubernetesMeter.Instance.CreateObservableGauge(
            "workqueue_unfinished_work_seconds", () => Ages(reading => reading.Unfinished), "s",
            "How many seconds of work has been done that is in progress and hasn't been observed by work_duration");
        KubernetesMeter.Instance.CreateObservableGauge(
            "workqueue_longest_running_processor_seconds", () => Ages(reading => reading.Longest), "s",
            "How many seconds has the longest running processor for workqueue been running");
    }

    private QueueMetrics(string name, string controller, Func<QueueReading> read)
    {
        _name = new("name", name);
        _controller = new("controller", controller);
        _read = read;
    }

    public static QueueMetrics Register(string name, string controller, Func<QueueReading> read)
    {
        var metrics = new QueueMetrics(name, controller, read);
        ImmutableInterlocked.Update(ref _queues, (all, added) => all.Add(added), metrics);
        // A counter that is there before it first counts lets rate() see the first one.
        Adds.Add(0, metrics._name, metrics._controller);
        Retries.Add(0, metrics._name, metrics._controller);
        return metrics;
    }

    public void Unregister() => ImmutableInterlocked.Update(ref _queues, (all, removed) => all.Remove(removed), this);

    public void Added() => Adds.Add(1, _name, _controller);

    public void Retried() => Retries.Add(1, _name, _controller);

    public void Waited(TimeSpan time) => QueueDuration.Record(time.TotalSeconds, _name, _controller);

    public void Worked(TimeSpan time) => WorkDuration.Record(time.TotalSeconds, _name, _controller);

    private static IEnumerable<Measurement<int>> Depths() =>
        _queues.Select(queue => new Measurement<int>(queue._read().Depth, queue._name, queue._controller));

    private static IEnumerable<Measurement<double>> Ages(Func<QueueReading, TimeSpan> age) =>
        _queues.Select(queue => new Measurement<double>(age(queue._read()).TotalSeconds, queue._name, queue._controller));
}
