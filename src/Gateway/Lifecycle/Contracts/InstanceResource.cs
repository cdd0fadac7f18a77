using System.Text.Json;
using System.Text.Json.Serialization;

namespace ComputeOperator.Gateway.Lifecycle.Contracts;

/// <summary>An instance.</summary>
internal sealed record InstanceResource
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Scope { get; init; }

    public required string Status { get; init; }

    [JsonPropertyName("parent_id")]
    public required string? ParentId { get; init; }

    public required JsonElement Config { get; init; }

    public required string? Description { get; init; }

    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("updated_at")]
    public required DateTimeOffset UpdatedAt { get; init; }

    [JsonPropertyName("started_at")]
    public required DateTimeOffset? StartedAt { get; init; }
}

/// <summary>What was done with an instance.</summary>
internal sealed record ActionResource(string Status, [property: JsonPropertyName("instance_id")] string InstanceId);
