using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>How a machine is stopped.</summary>
public sealed record StopPolicy
{
    /// <summary>Graceful asks the guest and forces at the deadline; Force cuts the power at once.</summary>
    [Default("\"Graceful\"")]
    public StopMode Mode { get; init; }

    /// <summary>Seconds that a graceful stop may take before it is forced.</summary>
    [Default("30")]
    [RangeMinimum(0)]
    [RangeMaximum(3600)]
    public int GracePeriodSeconds { get; set; } = 30;
}

/// <summary>How a stop is done.</summary>
public enum StopMode
{
    /// <summary>The guest is asked, and forced at the deadline.</summary>
    Graceful,

    /// <summary>The power is cut at once.</summary>
    Force,
}
