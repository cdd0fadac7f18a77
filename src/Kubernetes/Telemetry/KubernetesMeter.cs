using System.Diagnostics.Metrics;

namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>The meter of everything in this library.</summary>
public static class KubernetesMeter
{
    /// <summary>Name of the meter, and of the source of activities.</summary>
    public const string Name = "compute_operator.kubernetes";

    internal static Meter Instance { get; } = new(Name);
}
