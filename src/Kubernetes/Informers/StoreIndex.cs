using System.Runtime.InteropServices;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>Keys of objects by a value computed from them. Not thread-safe.</summary>
internal sealed class StoreIndex<T>(Func<T, IEnumerable<string>> valuesOf)
    where T : class
{
    private readonly Dictionary<string, HashSet<ResourceKey>> _keys = [];

    public IReadOnlyCollection<ResourceKey> KeysOf(string value) => _keys.TryGetValue(value, out var keys) ? keys : [];

    public void Move(ResourceKey key, T? from, T? to)
    {
        string[] before = from is null ? [] : [.. valuesOf(from)];
        string[] after = to is null ? [] : [.. valuesOf(to)];
        if (before.AsSpan().SequenceEqual(after))
        {
            return;
        }

        foreach (var value in before)
        {
            Remove(key, value);
        }

        foreach (var value in after)
        {
            (CollectionsMarshal.GetValueRefOrAddDefault(_keys, value, out _) ??= []).Add(key);
        }
    }

    private void Remove(ResourceKey key, string value)
    {
        if (_keys.TryGetValue(value, out var keys) && keys.Remove(key) && keys.Count == 0)
        {
            _keys.Remove(value);
        }
    }
}
