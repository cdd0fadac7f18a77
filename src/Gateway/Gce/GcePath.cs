using System.Text.RegularExpressions;
using ComputeOperator.Gateway.Gce.Errors;

namespace ComputeOperator.Gateway.Gce;

/// <summary>The grammar of names in paths, checked before anything is asked of the API server.</summary>
internal static partial class GcePath
{
    /// <summary>The grammar of resource names as messages quote it.</summary>
    public const string NamePattern = "(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)";

    [GeneratedRegex(@"\A[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?\z")]
    public static partial Regex Name { get; }

    [GeneratedRegex(@"\A[1-9][0-9]{0,19}\z")]
    public static partial Regex NumericId { get; }

    [GeneratedRegex(@"\A[a-z]+-[a-z]+[0-9]+-[a-z]\z")]
    public static partial Regex Zone { get; }

    [GeneratedRegex(@"\A[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?\z")]
    private static partial Regex Project { get; }

    /// <summary>Checks the values of a route.</summary>
    /// <exception cref="GceException">One of them cannot be.</exception>
    public static void Check(RouteValueDictionary values)
    {
        if (Text(values, "project") is { } project && !Project.IsMatch(project))
        {
            throw GceError.InvalidField("project", project, "Must be a match of regex '(?:[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)'").ToException();
        }

        // All zones at once is no zone, but the seeds list by it.
        if (Text(values, "zone") is { } zone && zone != "*" && !Zone.IsMatch(zone))
        {
            throw GceError.InvalidField("zone", zone, "Unknown zone.").ToException();
        }

        foreach (var key in (ReadOnlySpan<string>)["instance", "operation", "machineType", "region", "disk", "diskType"])
        {
            if (Text(values, key) is { } name && !Name.IsMatch(name) && !NumericId.IsMatch(name))
            {
                throw GceError.InvalidField(key, name, $"Must be a match of regex '{NamePattern}|[1-9][0-9]{{0,19}}'").ToException();
            }
        }
    }

    private static string? Text(RouteValueDictionary values, string key) => values.GetValueOrDefault(key) as string;
}
