using System.Globalization;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>
/// Which Kubernetes object an instance of a zone is. In the default zone it has the instance's name; in another a name made of name and zone, so
/// that the same name in two zones is two objects, and twice in one zone is the same object, which only one of two requests can create: the
/// API server decides. What others made has its own name, in whatever zone it is.
/// </summary>
internal static class InstanceNames
{
    /// <summary>The label with the instance's name, on objects whose name is made of name and zone.</summary>
    public const string Label = "gateway.compute.iaas.dev/name";

    private const int LongestName = 63;
    private const int HashLength = 8;

    /// <summary>The name of the object that is made for an instance.</summary>
    public static string ObjectName(string zone, string name, string defaultZone)
    {
        if (zone == defaultZone)
        {
            return name;
        }

        var hash = (InstanceIdentity.Hash($"{zone}/{name}") >> 32).ToString("x8", CultureInfo.InvariantCulture);
        return $"{(name.Length > LongestName - HashLength - 1 ? name[..(LongestName - HashLength - 1)] : name)}-{hash}";
    }

    /// <summary>The name that an object has as an instance of its zone.</summary>
    public static string Of(Instance instance, string defaultZone)
    {
        var own = instance.Metadata.Name ?? "";
        return instance.Metadata.Labels?.GetValueOrDefault(Label) is { } name && ObjectName(instance.Spec.Zone, name, defaultZone) == own ? name : own;
    }

    /// <summary>The name that an object had of which no more is left than its name.</summary>
    public static string OfGone(string objectName, string zone, string defaultZone)
    {
        var cut = objectName.Length - HashLength - 1;
        return cut > 0 && ObjectName(zone, objectName[..cut], defaultZone) == objectName ? objectName[..cut] : objectName;
    }
}
