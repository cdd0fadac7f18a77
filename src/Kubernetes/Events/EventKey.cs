namespace ComputeOperator.Kubernetes.Events;

/// <summary>What makes two events the same one happening again. Not the note, which may carry numbers.</summary>
internal sealed record EventKey(
    ObjectReference Regarding, ObjectReference? Related, EventType Type, string Reason, string Action)
{
    // Events about cluster-scoped objects live in "default", as everywhere.
    public string Namespace => string.IsNullOrEmpty(Regarding.Namespace) ? "default" : Regarding.Namespace;
}

/// <summary>Something that happened, not sent yet: when, by the clock and as a timestamp, which no change of the clock moves.</summary>
internal sealed record Occurrence(EventKey Key, string Note, DateTimeOffset At, long QueuedAt);
