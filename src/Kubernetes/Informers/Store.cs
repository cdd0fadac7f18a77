using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>The objects of one kind as last seen, by key and by named indexes. Safe to read from any thread; an informer writes.</summary>
/// <typeparam name="T">The kind.</typeparam>
public sealed class Store<T>
    where T : class, IKubernetesObject
{
    private readonly Dictionary<ResourceKey, T> _items = [];
    private readonly Dictionary<string, StoreIndex<T>> _indexes;

    private readonly Action<ResourceKey, T?, T?>? _observer;

    internal Store(IReadOnlyDictionary<string, Func<T, IEnumerable<string>>> indexes, Action<ResourceKey, T?, T?>? observer = null)
    {
        _indexes = indexes.ToDictionary(index => index.Key, index => new StoreIndex<T>(index.Value));
        _observer = observer;
    }

    /// <summary>How many objects there are.</summary>
    public int Count
    {
        get
        {
            lock (Gate)
            {
                return _items.Count;
            }
        }
    }

    internal Lock Gate { get; } = new();

    /// <summary>The object of that key; null when there is none.</summary>
    public T? Get(ResourceKey key)
    {
        lock (Gate)
        {
            return _items.GetValueOrDefault(key);
        }
    }

    /// <summary>The objects for which the index <paramref name="name"/> yields <paramref name="value"/>, in no order.</summary>
    /// <exception cref="KeyNotFoundException">The informer was made without that index.</exception>
    public IReadOnlyList<T> ByIndex(string name, string value)
    {
        lock (Gate)
        {
            return [.. _indexes[name].KeysOf(value).Select(key => _items[key])];
        }
    }

    /// <summary>Every object, as of one moment, in no order.</summary>
    public IReadOnlyList<T> Snapshot()
    {
        lock (Gate)
        {
            return [.. _items.Values];
        }
    }

    internal T? Get_NeedsLock(ResourceKey key) => _items.GetValueOrDefault(key);

    /// <param name="key">Its key.</param>
    /// <param name="old">What is in the store of that key.</param>
    /// <param name="item">The object.</param>
    /// <param name="hidden">What was hidden of that key.</param>
    internal void Set_NeedsLock(ResourceKey key, T? old, T item, T? hidden = null)
    {
        _items[key] = item;
        foreach (var index in _indexes.Values)
        {
            index.Move(key, old, item);
        }

        _observer?.Invoke(key, old ?? hidden, item);
    }

    internal void Remove_NeedsLock(ResourceKey key, T old)
    {
        Hide_NeedsLock(key, old);
        Forget_NeedsLock(key, old);
    }

    /// <summary>Takes an object out that still exists, as the observer goes on to believe.</summary>
    internal void Hide_NeedsLock(ResourceKey key, T old)
    {
        _items.Remove(key);
        foreach (var index in _indexes.Values)
        {
            index.Move(key, old, null);
        }
    }

    /// <summary>An object that was never in, and is hidden from the beginning.</summary>
    internal void ObserveHidden_NeedsLock(ResourceKey key, T hidden) => _observer?.Invoke(key, null, hidden);

    /// <summary>An object that was hidden has gone.</summary>
    internal void Forget_NeedsLock(ResourceKey key, T hidden) => _observer?.Invoke(key, hidden, null);

    internal IEnumerable<KeyValuePair<ResourceKey, T>> Items_NeedsLock() => _items;
}
