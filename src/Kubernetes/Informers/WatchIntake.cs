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
        // To see whether an object is known takes half as long as to read it: for nothing while none is.
        _mayBeKnown = !cache.IsEmpty;
    }

    /// <summary>The list is complete: what was not in it has gone.</summary>
    /// <param name="version">The version of the list.</param>
    /// <param name="number">Which list it was, for those who wait for it.</param>
    public void EndList(string? version, int number)
    {
        cache.Sweep(ns, _listed!, version);
        _listed = null;
        _mayBeKnown = true;
        Version = version;
        Progress.Listed(number, version);
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
        if (!cache.Has(key, version))
        {
            return false;
        }

        _listed?.Add(key);
        if (!IsListing)
        {
            Advance(Encoding.ASCII.GetString(version.ResourceVersion));
        }

        return true;
    }

    public void Put(T entity)
    {
        var key = ResourceKey.Of(entity);
        _listed?.Add(key);
        cache.Put(key, transform is null ? entity : transform(entity), Source);
        Advance(entity.Metadata.ResourceVersion ?? Version);
    }

    public void PutMalformed(MalformedObject malformed)
    {
        if (malformed.Metadata.Name is not null)
        {
            _listed?.Add(ResourceKey.Of(malformed.Metadata));
        }

        cache.PutMalformed(malformed, Source);
        Advance(malformed.Metadata.ResourceVersion ?? Version);
    }

    public void Remove(T entity)
    {
        cache.Remove(ResourceKey.Of(entity), entity);
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
}
