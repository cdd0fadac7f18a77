using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>A failure that is tried again, with growing pauses.</summary>
public sealed record RetryStatus
{
    /// <summary>More are not counted.</summary>
    public const int MostAttempts = 1_000_000;

    /// <summary>How many tries have failed in a row.</summary>
    [RangeMinimum(1)]
    [RangeMaximum(MostAttempts)]
    public required int Attempts { get; init; }

    /// <summary>When the next try is due; a change of spec, or of an annotation that the provider reads, brings it forward.</summary>
    public required DateTimeOffset NextRetryTime { get; init; }

    /// <summary>What went wrong the last time.</summary>
    [Length(MaxLength = 1024)]
    public required string LastError { get; init; }

    /// <summary>
    /// What is tried: Create, PowerOn, PowerOff, ForceOff, Suspend, Reset, Delete, or Observe. Anything else does not wait for it, except
    /// that Create and PowerOn wait for each other.
    /// </summary>
    [Length(MaxLength = 16)]
    public string? Action { get; init; }

    /// <summary>True when the same try would fail again until the user changes something; it is then tried every 5 minutes.</summary>
    public bool? Permanent { get; init; }

    /// <summary>Stands for the annotations that the provider read in the last try; absent where there were none.</summary>
    [Length(MaxLength = 16)]
    public string? ObservedAnnotations { get; init; }
}
