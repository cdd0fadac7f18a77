using System.Text.Json;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Gateway.Instances;

/// <summary>The fields of <see cref="InstanceSpec"/> that a request means; those that it does not mention are absent, and stay as they are.</summary>
internal sealed record SpecFields
{
    public string? MachineType { get; init; }

    public string? Image { get; init; }

    public InstanceType? Type { get; init; }

    public string? Tenant { get; init; }

    public string? Zone { get; init; }

    public PowerState? PowerState { get; init; }

    public DateTimeOffset? RestartedAt { get; init; }

    public RestartMode? RestartMode { get; init; }

    public bool? DeletionProtection { get; init; }

    public string? Description { get; init; }

    /// <summary>Guest metadata; in a change a null value removes the key.</summary>
    public IReadOnlyDictionary<string, string?>? Metadata { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? Parent { get; init; }

    public InstanceScope? Scope { get; init; }

    public JsonElement? Config { get; init; }
}
