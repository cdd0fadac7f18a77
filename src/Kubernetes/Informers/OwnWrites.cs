using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>
/// Writes of this process that are under way. The watch often reports a write before its answer is here; what it reports of
/// such an object is held until the answer tells whether it was our own doing. Not thread-safe.
/// </summary>
internal sealed class OwnWrites<T>
    where T : class, IKubernetesObject
{
    private readonly Dictionary<ResourceKey, UnderWay> _underWay = [];

    public void Begin(ResourceKey key) => CollectionsMarshal.GetValueRefOrAddDefault(_underWay, key, out _).Count++;

    /// <summary>Keeps <paramref name="change"/> back if its object is being written; false: tell it now.</summary>
    public bool TryHold(ResourceKey key, in Change<T> change)
    {
        ref var write = ref CollectionsMarshal.GetValueRefOrNullRef(_underWay, key);
        if (Unsafe.IsNullRef(ref write))
        {
            return false;
        }

        write.Held = write.Held is { } held ? held with { New = change.New, Source = change.Source } : change;
        return true;
    }

    /// <summary>Gives back what is held, for good: the object is gone or another has taken its place.</summary>
    public Change<T>? Release(ResourceKey key)
    {
        ref var write = ref CollectionsMarshal.GetValueRefOrNullRef(_underWay, key);
        if (Unsafe.IsNullRef(ref write))
        {
            return null;
        }

        var held = write.Held;
        write.Held = null;
        return held;
    }

    /// <summary>
    /// A write has ended, with the version it made or none. Gives back what was held for it: at once what it made itself,
    /// the rest when no other write of the object is under way.
    /// </summary>
    public Change<T>? End(ResourceKey key, string? version)
    {
        ref var write = ref CollectionsMarshal.GetValueRefOrNullRef(_underWay, key);
        if (Unsafe.IsNullRef(ref write))
        {
            return null;
        }

        var held = write.Held;
        if (--write.Count <= 0)
        {
            _underWay.Remove(key);
        }
        else if (held?.New?.Metadata.ResourceVersion == version)
        {
            write.Held = null;
        }
        else
        {
            return null;
        }

        return held is { } own && own.New?.Metadata.ResourceVersion == version ? own with { Source = ChangeSource.OwnWrite } : held;
    }

    private struct UnderWay
    {
        public int Count;
        public Change<T>? Held;
    }
}
