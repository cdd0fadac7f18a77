using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>Network tags in requests.</summary>
internal static class NetworkTags
{
    private const int Most = 64;

    /// <summary>The tags; null when there are none.</summary>
    /// <exception cref="GceException">One is not allowed.</exception>
    public static IReadOnlyList<string>? Of(TagsRequest? request)
    {
        if (request?.Items is not { Count: > 0 } items)
        {
            return null;
        }

        if (items.Count > Most)
        {
            throw GceError.Invalid($"Invalid value for field 'resource.tags.items': at most {Most} tags are allowed, not {items.Count}.").ToException();
        }

        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is not { } tag || !GcePath.Name.IsMatch(tag))
            {
                throw GceError.InvalidField($"resource.tags.items[{i}]", items[i], $"Must be a match of regex '{GcePath.NamePattern}'").ToException();
            }
        }

        return [.. items.Distinct(StringComparer.Ordinal)];
    }
}
