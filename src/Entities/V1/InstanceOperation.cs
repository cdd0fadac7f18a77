using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>One thing that was done to an instance, or is being done.</summary>
public sealed record InstanceOperation
{
    /// <summary>Identity, unique within the Instance.</summary>
    [Length(MaxLength = 63)]
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required OperationType Type { get; init; }

    /// <summary>
    /// The metadata.generation that the Instance had when it began: which change asked for it, where one did. Nobody asks for a repair, and
    /// for a stop also the Tenant can.
    /// </summary>
    [RangeMinimum(0)]
    public long? Generation { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartTime { get; init; }

    /// <summary>When it ended; absent while it goes on.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Whether it still goes on.</summary>
    public required OperationStatus Status { get; init; }

    /// <summary>From 0 to 100.</summary>
    [RangeMinimum(0)]
    [RangeMaximum(100)]
    public required int Progress { get; init; }

    /// <summary>Why it did not reach its aim, or what it is failing at; absent when all is well.</summary>
    [Length(MaxLength = 1024)]
    public string? Error { get; init; }
}
