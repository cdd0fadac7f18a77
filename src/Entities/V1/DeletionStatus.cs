using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>How far a deletion has come.</summary>
public sealed record DeletionStatus
{
    /// <summary>When the operator began it.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the stop is forced, if the machine had to be stopped; one whose memory is still being saved then is removed as it is.</summary>
    public DateTimeOffset? ForceAt { get; init; }

    /// <summary>What it is waiting for, in one sentence.</summary>
    [Length(MaxLength = 1024)]
    public required string Reason { get; init; }
}
