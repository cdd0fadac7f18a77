using System.Diagnostics.CodeAnalysis;

namespace ComputeOperator.Kubernetes.Events;

/// <summary>The events of the last minutes, so that repetitions are recognised; bounded. For one caller at a time.</summary>
internal sealed class EventSeriesCache(EventRecorderOptions options, TimeProvider time)
{
    private readonly Dictionary<EventKey, LinkedListNode<RecordedEvent>> _byKey = [];
    private readonly LinkedList<RecordedEvent> _idlestFirst = [];

    /// <summary>The event of which <paramref name="key"/> now would be a repetition.</summary>
    public bool TryFind(EventKey key, [NotNullWhen(true)] out RecordedEvent? recorded)
    {
        recorded = null;
        if (!_byKey.TryGetValue(key, out var node) || IsFinished(node.Value))
        {
            return false;
        }

        // The one that has been quiet for longest is the first to be forgotten, not the one that has been going on for longest.
        _idlestFirst.Remove(node);
        _idlestFirst.AddLast(node);
        recorded = node.Value;
        return true;
    }

    /// <summary>Remembers an event; returns what had to be forgotten for it, if that was behind.</summary>
    public RecordedEvent? Add(RecordedEvent recorded)
    {
        var replaced = Remove(recorded.First.Key);
        var evicted = _byKey.Count >= options.SeriesRemembered ? Remove(_idlestFirst.First!.Value.First.Key) : null;
        _byKey[recorded.First.Key] = _idlestFirst.AddLast(recorded);
        return replaced is { IsBehind: true } ? replaced : evicted is { IsBehind: true } ? evicted : null;
    }

    /// <summary>Whether the API server may be told of the repetitions since the last write.</summary>
    public bool IsDue(RecordedEvent recorded) =>
        recorded.IsBehind && time.GetElapsedTime(recorded.SentAt) >= options.SeriesInterval;

    /// <summary>Forgets what is finished; returns what the API server should be told of.</summary>
    public List<RecordedEvent> Sweep()
    {
        var due = new List<RecordedEvent>();
        for (var node = _idlestFirst.First; node is not null;)
        {
            var next = node.Next;
            var finished = IsFinished(node.Value);
            if (IsDue(node.Value) || (finished && node.Value.IsBehind))
            {
                due.Add(node.Value);
            }

            if (finished)
            {
                Remove(node.Value.First.Key);
            }

            node = next;
        }

        return due;
    }

    /// <summary>Everything of which the API server does not know yet.</summary>
    public List<RecordedEvent> Behind() => [.. _idlestFirst.Where(recorded => recorded.IsBehind)];

    private bool IsFinished(RecordedEvent recorded) => time.GetElapsedTime(recorded.SeenAt) >= options.SeriesWindow;

    private RecordedEvent? Remove(EventKey key)
    {
        if (!_byKey.Remove(key, out var node))
        {
            return null;
        }

        _idlestFirst.Remove(node);
        return node.Value;
    }
}
