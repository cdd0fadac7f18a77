using System.Text;
using System.Text.RegularExpressions;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>Guest metadata in requests, within the limits of the real service.</summary>
internal static partial class GuestMetadata
{
    private const int LargestValue = 262_144;
    private const int LargestTotal = 512 * 1024;

    [GeneratedRegex(@"\A[a-zA-Z0-9\-_]{1,128}\z")]
    private static partial Regex Key { get; }

    /// <summary>The entries; null when there are none.</summary>
    /// <exception cref="GceException">One is not allowed.</exception>
    public static IReadOnlyDictionary<string, string?>? Of(MetadataRequest? request)
    {
        if (request?.Items is not { Count: > 0 } items)
        {
            return null;
        }

        var entries = new Dictionary<string, string?>(StringComparer.Ordinal);
        var total = 0;
        for (var i = 0; i < items.Count; i++)
        {
            var (key, value) = Entry(items[i], i);
            total += Encoding.UTF8.GetByteCount(key) + Encoding.UTF8.GetByteCount(value);
            if (total >= LargestTotal)
            {
                throw GceError.TooLarge("resource.metadata", LargestTotal, total).ToException();
            }

            if (!entries.TryAdd(key, value))
            {
                throw GceError.Invalid($"Invalid value for field 'resource.metadata': '{key}'. Metadata has duplicate key.").ToException();
            }
        }

        return entries;
    }

    /// <summary>What to write so that the entries are exactly <paramref name="wanted"/>.</summary>
    public static IReadOnlyDictionary<string, string?> Change(IReadOnlyDictionary<string, string>? before, IReadOnlyDictionary<string, string?>? wanted)
    {
        var change = (before?.Keys ?? []).ToDictionary(key => key, _ => (string?)null, StringComparer.Ordinal);
        foreach (var (key, value) in wanted ?? new Dictionary<string, string?>())
        {
            change[key] = value;
        }

        return change;
    }

    private static (string Key, string Value) Entry(MetadataItem? item, int index)
    {
        var field = $"resource.metadata.items[{index}]";
        var key = item?.Key ?? throw GceError.Required(field + ".key").ToException();
        if (!Key.IsMatch(key))
        {
            throw GceError.InvalidField(field + ".key", key, "Must be a match of regex '[a-zA-Z0-9-_]{1,128}'").ToException();
        }

        var value = item.Value ?? "";
        var size = Encoding.UTF8.GetByteCount(value);
        return size <= LargestValue ? (key, value) : throw GceError.TooLarge(field + ".value", LargestValue, size).ToException();
    }
}
