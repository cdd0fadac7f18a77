using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Kubernetes.Meta;

/// <summary>
/// One aspect of an object's state, as the controller last saw it (<c>meta/v1 Condition</c>). Whoever writes one owns all of it; others
/// may own other conditions of the same object.
/// </summary>
[Atomic]
public sealed record Condition
{
    /// <summary>What the condition is about, in CamelCase.</summary>
    [Length(MaxLength = 316)]
    [Pattern(@"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$")]
    [JsonConverter(typeof(PooledStringConverter))]
    public required string Type { get; init; }

    /// <summary>Whether it holds: True, False or Unknown.</summary>
    public required ConditionStatus Status { get; init; }

    /// <summary>The <c>metadata.generation</c> this was computed for; older than the object's means out of date.</summary>
    [RangeMinimum(0)]
    public long? ObservedGeneration { get; init; }

    /// <summary>When <c>status</c> last changed; a new reason or message alone leaves it.</summary>
    public required DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Why, as one CamelCase word for machines.</summary>
    [Length(MinLength = 1, MaxLength = 1024)]
    [Pattern("^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$")]
    [JsonConverter(typeof(PooledStringConverter))]
    public required string Reason { get; init; }

    /// <summary>Why, as a sentence for people; may be empty.</summary>
    [Length(MaxLength = 32768)]
    [JsonConverter(typeof(PooledStringConverter))]
    public required string Message { get; init; }
}

/// <summary>Whether a condition holds.</summary>
public enum ConditionStatus
{
    /// <summary>It cannot be told yet.</summary>
    Unknown,

    /// <summary>It does not hold.</summary>
    False,

    /// <summary>It holds.</summary>
    True,
}
