using System.Text.Json.Serialization;

namespace ComputeOperator.Gateway.VmManager.Contracts;

/// <summary>Something that happened.</summary>
internal sealed record EventResource
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string Severity { get; init; }

    public required string Message { get; init; }

    [JsonPropertyName("vm_id")]
    public required string? VmId { get; init; }

    [JsonPropertyName("user_id")]
    public required string? UserId { get; init; }

    public required EventDetails Details { get; init; }

    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What machines want to know of an event.</summary>
/// <param name="Reason">Why, one word.</param>
/// <param name="Action">What was done or tried, one word.</param>
/// <param name="Namespace">Namespace of the virtual machine; null: it is about a tenant.</param>
/// <param name="Count">How often it happened.</param>
/// <param name="LastSeenAt">When it happened last.</param>
internal sealed record EventDetails(
    string? Reason, string? Action, string? Namespace, int Count, [property: JsonPropertyName("last_seen_at")] DateTimeOffset LastSeenAt);
