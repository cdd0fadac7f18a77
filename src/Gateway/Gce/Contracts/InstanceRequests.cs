using System.Text.Json;
using System.Text.Json.Serialization;

namespace ComputeOperator.Gateway.Gce.Contracts;

/// <summary>The body of insert. What is not modelled is kept apart, so that a word that is no field of an instance is noticed.</summary>
internal sealed record InsertRequest
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public string? MachineType { get; init; }

    public IReadOnlyDictionary<string, string?>? Labels { get; init; }

    public MetadataRequest? Metadata { get; init; }

    public TagsRequest? Tags { get; init; }

    public bool? DeletionProtection { get; init; }

    public IReadOnlyList<DiskRequest>? Disks { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>A disk to be made with an instance; only what it boots from is taken.</summary>
internal sealed record DiskRequest
{
    public bool? Boot { get; init; }

    public DiskParameters? InitializeParams { get; init; }
}

/// <summary>What a disk is made from.</summary>
internal sealed record DiskParameters
{
    public string? SourceImage { get; init; }
}

/// <summary>Guest metadata, whole.</summary>
internal sealed record MetadataRequest
{
    public string? Kind { get; init; }

    public string? Fingerprint { get; init; }

    public IReadOnlyList<MetadataItem>? Items { get; init; }
}

/// <summary>Network tags, whole.</summary>
internal sealed record TagsRequest
{
    public string? Fingerprint { get; init; }

    public IReadOnlyList<string>? Items { get; init; }
}

/// <summary>Labels, whole.</summary>
internal sealed record SetLabelsRequest
{
    public IReadOnlyDictionary<string, string?>? Labels { get; init; }

    public string? LabelFingerprint { get; init; }
}

/// <summary>Another machine type.</summary>
internal sealed record SetMachineTypeRequest
{
    public string? MachineType { get; init; }
}
