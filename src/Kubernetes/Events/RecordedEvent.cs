namespace ComputeOperator.Kubernetes.Events;

/// <summary>An event that is on the API server, and what happened since.</summary>
internal sealed class RecordedEvent(Occurrence first, string name, long sentAt)
{
    public Occurrence First { get; } = first;

    /// <summary>Name of the object on the API server.</summary>
    public string Name { get; set; } = name;

    public int Count { get; private set; } = 1;

    public int CountSent { get; private set; } = 1;

    public DateTimeOffset LastAt { get; private set; } = first.At;

    /// <summary>Monotonic timestamp of the last write.</summary>
    public long SentAt { get; private set; } = sentAt;

    /// <summary>Monotonic timestamp of the last occurrence that was seen.</summary>
    public long SeenAt { get; private set; } = sentAt;

    public bool IsBehind => Count > CountSent;

    public EventSeries Series => new() { Count = Count, LastObservedTime = LastAt };

    public void Repeat(DateTimeOffset at, long now)
    {
        Count++;
        LastAt = at;
        SeenAt = now;
    }

    /// <summary>Notes that a write was tried, successfully or not: either way the next one waits its turn.</summary>
    public void Sent(long now)
    {
        CountSent = Count;
        SentAt = now;
    }
}
