using ComputeOperator.Gateway.Gce.Contracts;

namespace ComputeOperator.Gateway.Gce.Lists;

/// <summary>Lists of all zones: every zone has an entry, with a remark where it has nothing else.</summary>
internal static class AggregatedAnswer
{
    public static IResult Of(
        string kind, string resource, IEnumerable<string> zones, IReadOnlyDictionary<string, ScopedResources> byZone, string? nextPageToken, Links links)
    {
        var items = new SortedDictionary<string, ScopedResources>(StringComparer.Ordinal);
        foreach (var zone in zones.Concat(byZone.Keys))
        {
            var scope = $"zones/{zone}";
            items[scope] = byZone.GetValueOrDefault(zone) ?? new() { Warning = ScopeWarning.NoResults(scope) };
        }

        return new GceJson<AggregatedPage>(new(kind, resource, items, nextPageToken, links.To(resource)), GceContracts.Json.AggregatedPage);
    }
}
