using ComputeOperator.Entities.V1;

namespace ComputeOperator.Gateway.Gce.Zones;

/// <summary>Which zones and regions there are: the configured ones, and those that Instances are in.</summary>
internal static class ZoneNames
{
    /// <summary>In the place of a zone: all of them.</summary>
    public const string All = "*";

    /// <summary>The zones, in order.</summary>
    public static IReadOnlyList<string> Known(GceSettings settings, IEnumerable<Instance> instances) =>
        With(settings, instances.Select(instance => instance.Spec.Zone));

    /// <summary>The configured ones, and others that are used, in order.</summary>
    public static IReadOnlyList<string> With(GceSettings settings, IEnumerable<string> used) =>
        [.. settings.Zones.Append(settings.DefaultZone).Concat(used).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The region of a zone: <c>us-central1</c> of <c>us-central1-a</c>.</summary>
    public static string RegionOf(string zone) => zone[..zone.LastIndexOf('-')];
}
