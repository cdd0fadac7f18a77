namespace ComputeOperator.Gateway.Iaas.Contracts;

/// <summary>A machine.</summary>
internal sealed record InstanceResource
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string TenantId { get; init; }

    public required string Type { get; init; }

    public required string Flavor { get; init; }

    public required string Status { get; init; }

    public required string ImageId { get; init; }

    public required IReadOnlyList<string> NetworkIds { get; init; }

    public required IReadOnlyList<string> VolumeIds { get; init; }

    public required long CreatedAt { get; init; }

    public required long UpdatedAt { get; init; }

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
}

/// <summary>All machines of a tenant.</summary>
internal sealed record InstanceList(IReadOnlyList<InstanceResource> Instances);

/// <summary>What became of a machine's power.</summary>
internal sealed record PowerResource(string Id, string Status, long UpdatedAt);
