using System.Text.Json;
using System.Text.Json.Serialization;

namespace ComputeOperator.Gateway.Lifecycle.Contracts;

/// <summary>An instance to be created.</summary>
internal sealed record CreateRequest
{
    public required string Name { get; init; }

    public required string Scope { get; init; }

    [JsonPropertyName("parent_id")]
    public string? ParentId { get; init; }

    public JsonElement? Config { get; init; }

    public string? Description { get; init; }
}
