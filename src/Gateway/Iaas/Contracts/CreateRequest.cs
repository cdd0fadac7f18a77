namespace ComputeOperator.Gateway.Iaas.Contracts;

/// <summary>A machine to be created.</summary>
internal sealed record CreateRequest
{
    public required string Name { get; init; }

    public string? Type { get; init; }

    public required string Flavor { get; init; }

    public string? ImageId { get; init; }

    public IReadOnlyList<string>? NetworkIds { get; init; }

    public IReadOnlyList<string>? VolumeIds { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
