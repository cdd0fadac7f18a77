using System.Diagnostics.Metrics;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Kubernetes.Events;

internal static class EventMetrics
{
    private static readonly Counter<long> RecordedTotal = KubernetesMeter.Instance.CreateCounter<long>(
        "compute_events_recorded_total", description: "Events written to the API server, repetitions included.");

    private static readonly Counter<long> DroppedTotal = KubernetesMeter.Instance.CreateCounter<long>(
        "compute_events_dropped_total", description: "Events that were not recorded, by reason.");

    private static readonly UpDownCounter<long> QueueDepth = KubernetesMeter.Instance.CreateUpDownCounter<long>(
        "compute_events_queue_depth", description: "Events that wait to be written.");

    public static void Queued() => QueueDepth.Add(1);

    public static void Dequeued() => QueueDepth.Add(-1);

    public static void Recorded(EventKey key, int times) => RecordedTotal.Add(
        times,
        new KeyValuePair<string, object?>("type", Text(key.Type)),
        new KeyValuePair<string, object?>("reason", key.Reason));

    public static void Dropped(DropReason reason, int times = 1) =>
        DroppedTotal.Add(times, new KeyValuePair<string, object?>("reason", Text(reason)));

    public static string Text(EventType type) => type switch
    {
        EventType.Normal => "Normal",
        EventType.Warning => "Warning",
    };

    private static string Text(DropReason reason) => reason switch
    {
        DropReason.QueueFull => "queue_full",
        DropReason.Forbidden => "forbidden",
        DropReason.NamespaceTerminating => "namespace_terminating",
        DropReason.NotFound => "not_found",
        DropReason.Rejected => "rejected",
        DropReason.Unavailable => "unavailable",
        DropReason.Shutdown => "shutdown",
    };
}
