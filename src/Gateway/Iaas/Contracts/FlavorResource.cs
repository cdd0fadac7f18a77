using System.Text.Json.Serialization;

namespace ComputeOperator.Gateway.Iaas.Contracts;

/// <summary>How large a machine is.</summary>
internal sealed record FlavorResource(
    string Name,
    decimal Vcpus,
    [property: JsonPropertyName("ramGB")] decimal RamGB,
    [property: JsonPropertyName("diskGB")] decimal DiskGB,
    string Description);

/// <summary>All flavors.</summary>
internal sealed record FlavorList(IReadOnlyList<FlavorResource> Flavors);
