namespace ComputeOperator.Kubernetes.Queue;

/// <summary>The keys that wait for a time, at most one time each: the soonest asked for.</summary>
/// <remarks>
/// Not thread-safe. What a sooner time replaces stays in the heap until it surfaces or until half of the heap is such
/// leftovers, so memory stays in proportion to the keys that wait.
/// </remarks>
internal sealed class DelayedKeys<TKey>
    where TKey : struct, IEquatable<TKey>
{
    private const int SmallHeap = 64;

    private readonly Dictionary<TKey, Wait> _waits = [];
    private PriorityQueue<TKey, long> _heap = new();

    public int Count => _waits.Count;

    /// <summary>When the next key is due; null when none waits.</summary>
    public long? NextDue
    {
        get
        {
            DropLeftovers();
            return _heap.TryPeek(out _, out var due) ? due : null;
        }
    }

    public void Add(TKey key, long due, KeyPriority priority)
    {
        var known = _waits.TryGetValue(key, out var wait);
        // One look serves all who asked, so none of them may have to wait behind the background.
        priority = known && wait.Priority == KeyPriority.Fresh ? wait.Priority : priority;
        if (known && wait.Due <= due)
        {
            _waits[key] = wait with { Priority = priority };
            return;
        }

        _waits[key] = new(due, priority);
        _heap.Enqueue(key, due);
        CompactIfMostlyLeftovers();
    }

    public void Remove(TKey key)
    {
        if (_waits.Remove(key))
        {
            CompactIfMostlyLeftovers();
        }
    }

    public bool TryTakeDue(long now, out TKey key, out KeyPriority priority)
    {
        DropLeftovers();
        if (_heap.TryPeek(out key, out var due) && due <= now)
        {
            _heap.Dequeue();
            _waits.Remove(key, out var wait);
            priority = wait.Priority;
            return true;
        }

        priority = default;
        return false;
    }

    public void Clear()
    {
        _waits.Clear();
        _heap = new();
    }

    private void DropLeftovers()
    {
        while (_heap.TryPeek(out var key, out var due) && !(_waits.TryGetValue(key, out var wait) && wait.Due == due))
        {
            _heap.Dequeue();
        }
    }

    private void CompactIfMostlyLeftovers()
    {
        if (_heap.Count > SmallHeap && _heap.Count > 2 * _waits.Count)
        {
            _heap = new(_waits.Select(wait => (wait.Key, wait.Value.Due)));
        }
    }

    private readonly record struct Wait(long Due, KeyPriority Priority);
}
