using System.Text;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>Takes what lists and watches bring into the cache, and knows how far they have come.</summary>
/// <param name="ns">The namespace that they are about; null: all.</param>
/// <param name="transform">What is kept of an object; null: all of it.</param>
/// <param name="cache">Where it is kept.</param>
internal sealed class WatchIntake<T>(string? ns, Func<T, T>? transform, Cache<T> cache)
    where T : class, IKubernetesObject
{
    private HashSet<ResourceKey>? _listed;

    // What a list shows in older versions than the store holds. A stream may begin with them and bring the later ones after, so that
    // nothing can be made of them before its end.
    private Dictionary<ResourceKey, Action<ListEnd>>? _older;

    // A list shows everything up to now, at least; one that ends at an earlier version than this is of another history.
    private string? _newestBefore;
    private bool _mayBeKnown;

    /// <summary>The version that a watch is to go on from; null: the objects have to be listed.</summary>
    public string? Version { get; private set; }

    /// <summary>Whether a list has begun and not ended.</summary>
    public bool IsListing => _listed is not null;

    /// <summary>How far the cache has come.</summary>
    public WatchProgress Progress { get; } = new();

    private ChangeSource Source => IsListing ? ChangeSource.List : ChangeSource.Watch;

    /// <summary>Where to go on from is not known any more.</summary>
    public void Forget() => Version = null;

    /// <summary>What comes next belongs to a list, until it ends.</summary>
    public void BeginList()
    {
        Version = null;
        Progress.BeginList();
        _listed = [];
        _older = [];
        _newestBefore = cache.Newest(ns);
        // To see whether an object is known takes half as long as to read it: for nothing while none is.
        _mayBeKnown = !cache.IsEmpty;
    }

    /// <summary>The list is complete: what was not in it has gone.</summary>
    /// <param name="version">The version of the list.</param>
    /// <param name="number">Which list it was, for those who wait for it.</param>
    /// <returns>Whether the server's versions have gone back: the list has replaced everything that was known.</returns>
    public bool EndList(string? version, int number)
    {
        var hasGoneBack = !string.IsNullOrEmpty(version) && _newestBefore is { } newest && ResourceVersion.IsNewer(newest, version);
        var end = new ListEnd(version, hasGoneBack);
        Progress.Coming(version);
        foreach (var putAgain in _older!.Values)
        {
            putAgain(end);
        }

        cache.Sweep(ns, _listed!, end);
        _listed = null;
        _older = null;
        _mayBeKnown = true;
        Version = version;
        Progress.Listed(number, version);
        return hasGoneBack;
    }

    /// <summary>Whether an object of a watch need not be read, because the cache has this version of it.</summary>
    public bool Skips(ReadOnlySpan<byte> json)
    {
        if (!_mayBeKnown)
        {
            return false;
        }

        var version = WatchedVersion.Of(json);
        var key = version.ToKey();
        // Whether a list that shows an older version is right is for its end to say.
        if (!cache.Has(key, version, orLater: !IsListing))
        {
            return false;
        }

        NoteListed(key, null);
        if (!IsListing)
        {
            Advance(Encoding.ASCII.GetString(version.ResourceVersion));
        }

        return true;
    }

    public void Put(T entity)
    {
        var key = ResourceKey.Of(entity);
        var kept = transform is null ? entity : transform(entity);
        Progress.Coming(entity.Metadata.ResourceVersion);
        NoteListed(key, cache.Put(key, kept, Source) ? null : PutAgain(key, kept));
        Advance(entity.Metadata.ResourceVersion ?? Version);
    }

    public void PutMalformed(MalformedObject malformed)
    {
        Progress.Coming(malformed.Metadata.ResourceVersion);
        var isHeld = cache.PutMalformed(malformed, Source);
        if (malformed.Metadata.Name is not null)
        {
            var key = ResourceKey.Of(malformed.Metadata);
            if (malformed.Deleted)
            {
                NoteGone(key);
            }
            else
            {
                NoteListed(key, isHeld ? null : PutAgain(malformed));
            }
        }

        Advance(malformed.Metadata.ResourceVersion ?? Version);
    }

    public void Remove(T entity)
    {
        var key = ResourceKey.Of(entity);
        Progress.Coming(entity.Metadata.ResourceVersion);
        cache.Remove(key, entity);
        NoteGone(key);
        Advance(entity.Metadata.ResourceVersion ?? Version);
    }

    /// <summary>
    /// Everything up to a version is in the cache. Not while listing: the versions of the items are in no order, and the list's own, at
    /// its end, is where to go on.
    /// </summary>
    public void Advance(string? version)
    {
        Version = IsListing ? null : version;
        Progress.Advance(Version);
    }

    private Action<ListEnd> PutAgain(ResourceKey key, T kept) => end => cache.Put(key, kept, ChangeSource.List, end);

    private Action<ListEnd> PutAgain(MalformedObject malformed) => end => cache.PutMalformed(malformed, ChangeSource.List, end);

    private void NoteListed(ResourceKey key, Action<ListEnd>? putAgain)
    {
        if (_listed is null)
        {
            return;
        }

        _listed.Add(key);
        _older!.Remove(key);
        if (putAgain is not null)
        {
            _older.Add(key, putAgain);
        }
    }

    private void NoteGone(ResourceKey key)
    {
        _listed?.Remove(key);
        _older?.Remove(key);
    }
}
