using System.Text;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>
/// Brings what lists, watches and own writes report into the store, and tells each change once. Versions only go forward.
/// Changes are told outside the lock, on the thread that brought them.
/// </summary>
internal sealed class Cache<T>(Store<T> store, Func<MalformedObject, T?>? salvage, Action<Change<T>> tell, Action<MalformedObject> tellMalformed)
    where T : class, IKubernetesObject
{
    private readonly OwnWrites<T> _own = new();
    private readonly Dictionary<ResourceKey, (MalformedObject Object, T? Hidden)> _malformed = [];

    public IReadOnlyCollection<MalformedObject> Malformed
    {
        get
        {
            lock (store.Gate)
            {
                return [.. _malformed.Values.Select(entry => entry.Object)];
            }
        }
    }

    /// <summary>Whether nothing is known yet.</summary>
    public bool IsEmpty => store.Count == 0;

    /// <summary>Whether the store holds that version of that very object, or a later one where <paramref name="orLater"/> says so.</summary>
    public bool Has(ResourceKey key, WatchedVersion version, bool orLater) =>
        store.Get(key)?.Metadata is { Uid: { } uid, ResourceVersion: { } held }
        && Ascii.Equals(version.Uid, uid)
        && (orLater ? !ResourceVersion.IsNewer(version.ResourceVersion, held) : Ascii.Equals(version.ResourceVersion, held));

    /// <summary>The latest version that the store holds of anything in a namespace, or at all; null: nothing.</summary>
    public string? Newest(string? ns)
    {
        lock (store.Gate)
        {
            return store.Items_NeedsLock().Where(entry => InScope(entry.Key, ns)).Select(entry => entry.Value.Metadata.ResourceVersion)
                .Aggregate((string?)null, ResourceVersion.Newer);
        }
    }

    /// <summary>Takes what was reported of an object, unless it is older than what the store holds.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="item">The object.</param>
    /// <param name="source">Who reports it.</param>
    /// <param name="end">The list that ends with this report of the object, and may overrule the store; null: nothing does.</param>
    /// <returns>Whether the store holds that version now.</returns>
    public bool Put(ResourceKey key, T item, ChangeSource source, ListEnd? end = null)
    {
        Change<T>? gone = null;
        Change<T>? change;
        lock (store.Gate)
        {
            var old = store.Get_NeedsLock(key);
            if (old is not null && !IsNewer(item, old) && (IsSameVersion(old, item) || !Overrules(end, old)))
            {
                return IsSameVersion(old, item);
            }

            _malformed.Remove(key, out var malformed);
            store.Set_NeedsLock(key, old, item, malformed.Hidden);
            if (old is not null && !SameObject(old, item))
            {
                gone = Ended_NeedsLock(key, old, ChangeKind.Deleted, source);
                old = null;
            }
            else if (malformed.Hidden is { } hidden && !SameObject(hidden, item))
            {
                gone = new(ChangeKind.Deleted, hidden, null, source);
            }

            var news = new Change<T>(old is null ? ChangeKind.Added : ChangeKind.Modified, old, item, source);
            change = _own.TryHold(key, news) ? null : news;
        }

        Tell(gone);
        Tell(change);
        return true;
    }

    public void Remove(ResourceKey key, T last)
    {
        Change<T>? gone;
        lock (store.Gate)
        {
            gone = ForgetMalformed_NeedsLock(key, ChangeSource.Watch);
            if (store.Get_NeedsLock(key) is { } old && (SameObject(old, last) || IsNewer(last, old)))
            {
                store.Remove_NeedsLock(key, old);
                gone = Ended_NeedsLock(key, old, ChangeKind.Deleted, ChangeSource.Watch);
            }
        }

        Tell(gone);
    }

    /// <summary>
    /// An object that cannot be read: told once per version. What the store had of it is hidden, not kept for true; who observes the
    /// store goes by it until the object has gone, or can be read again.
    /// </summary>
    /// <inheritdoc cref="Put" path="/param|/returns"/>
    public bool PutMalformed(MalformedObject malformed, ChangeSource source, ListEnd? end = null)
    {
        if (malformed.Metadata.Name is null)
        {
            tellMalformed(malformed);
            return true;
        }

        Change<T>? gone = null;
        var key = ResourceKey.Of(malformed.Metadata);
        lock (store.Gate)
        {
            var old = store.Get_NeedsLock(key);
            if (!malformed.Deleted && (IsTold_NeedsLock(key, malformed) || !IsNews(malformed, old, end)))
            {
                return IsTold_NeedsLock(key, malformed);
            }

            var hidden = old ?? _malformed.GetValueOrDefault(key).Hidden;
            var goes = malformed.Deleted || !IsOf(malformed, hidden);
            if (goes)
            {
                gone = ForgetMalformed_NeedsLock(key, source);
            }

            if (old is not null)
            {
                gone = TakeOut_NeedsLock(key, old, goes, source);
            }

            if (!malformed.Deleted)
            {
                Keep_NeedsLock(key, malformed, goes ? null : hidden);
            }
        }

        Tell(gone);
        tellMalformed(malformed);
        return true;
    }

    /// <summary>Ends a list: what it did not show was deleted unnoticed, unless the store knows it from later than that.</summary>
    public void Sweep(string? ns, HashSet<ResourceKey> seen, ListEnd end)
    {
        var gone = new List<Change<T>?>();
        lock (store.Gate)
        {
            foreach (var key in _malformed.Keys.Where(key => InScope(key, ns) && !seen.Contains(key)).ToList())
            {
                gone.Add(ForgetMalformed_NeedsLock(key, ChangeSource.List));
            }

            foreach (var (key, item) in store.Items_NeedsLock().Where(entry => InScope(entry.Key, ns) && !seen.Contains(entry.Key)).ToList())
            {
                if (end.Overrules(item.Metadata.ResourceVersion))
                {
                    store.Remove_NeedsLock(key, item);
                    gone.Add(Ended_NeedsLock(key, item, ChangeKind.Deleted, ChangeSource.List));
                }
            }
        }

        gone.ForEach(Tell);
    }

    public void BeginWrite(ResourceKey key)
    {
        lock (store.Gate)
        {
            _own.Begin(key);
        }
    }

    /// <summary>
    /// Ends a write, with what it made or with nothing if it failed. The store does not take it when the object has gone meanwhile, lest a
    /// ghost stay behind, nor when it has moved on.
    /// </summary>
    public void EndWrite(ResourceKey key, T? written)
    {
        Change<T>? held;
        Change<T>? change = null;
        lock (store.Gate)
        {
            held = _own.End(key, written?.Metadata.ResourceVersion);
            if (written is not null && store.Get_NeedsLock(key) is { } old && SameObject(old, written) && IsNewer(written, old))
            {
                store.Set_NeedsLock(key, old, written);
                change = new(ChangeKind.Modified, old, written, ChangeSource.OwnWrite);
            }
        }

        Tell(held);
        Tell(change);
    }

    private static bool SameObject(T one, T other) => one.Metadata.Uid == other.Metadata.Uid;

    private static bool IsSameVersion(T one, T other) =>
        SameObject(one, other) && one.Metadata.ResourceVersion == other.Metadata.ResourceVersion;

    // Not all of an object that cannot be read can be told: then it is taken for the one that was there.
    private static bool IsOf(MalformedObject malformed, T? known) => known is null || malformed.Metadata.Uid is not { } uid || uid == known.Metadata.Uid;

    private static bool IsNewer(T candidate, T than) =>
        ResourceVersion.IsNewer(candidate.Metadata.ResourceVersion, than.Metadata.ResourceVersion);

    private static bool IsNews(MalformedObject malformed, T? than, ListEnd? end) =>
        than is null || ResourceVersion.IsNewer(malformed.Metadata.ResourceVersion, than.Metadata.ResourceVersion) || Overrules(end, than);

    private static bool Overrules(ListEnd? end, T held) => end is { } list && list.Overrules(held.Metadata.ResourceVersion);

    private static bool InScope(ResourceKey key, string? ns) => ns is null || key.Namespace == ns;

    private bool IsTold_NeedsLock(ResourceKey key, MalformedObject malformed) =>
        _malformed.TryGetValue(key, out var told) && told.Object.Metadata.ResourceVersion == malformed.Metadata.ResourceVersion;

    private void Keep_NeedsLock(ResourceKey key, MalformedObject malformed, T? hidden)
    {
        if (hidden is null && (hidden = salvage?.Invoke(malformed)) is not null)
        {
            store.ObserveHidden_NeedsLock(key, hidden);
        }

        _malformed[key] = (malformed with { Json = default }, hidden);
    }

    /// <summary>The end of an object that could not be read, for who goes by what was read of it before.</summary>
    private Change<T>? ForgetMalformed_NeedsLock(ResourceKey key, ChangeSource source)
    {
        if (!_malformed.Remove(key, out var malformed) || malformed.Hidden is not { } hidden)
        {
            return null;
        }

        store.Forget_NeedsLock(key, hidden);
        return new(ChangeKind.Deleted, hidden, null, source);
    }

    private Change<T>? TakeOut_NeedsLock(ResourceKey key, T old, bool deleted, ChangeSource source)
    {
        if (deleted)
        {
            store.Remove_NeedsLock(key, old);
        }
        else
        {
            store.Hide_NeedsLock(key, old);
        }

        return Ended_NeedsLock(key, old, deleted ? ChangeKind.Deleted : ChangeKind.Unreadable, source);
    }

    /// <summary>The end of what subscribers know of an object: an earlier version while a later one is held, or nothing at all.</summary>
    private Change<T>? Ended_NeedsLock(ResourceKey key, T old, ChangeKind kind, ChangeSource source)
    {
        var known = _own.Release(key) is { } held ? held.Old : old;
        return known is null ? null : new(kind, known, null, source);
    }

    private void Tell(Change<T>? change)
    {
        if (change is { } told)
        {
            tell(told);
        }
    }
}
