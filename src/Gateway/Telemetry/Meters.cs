using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Gateway.Telemetry;

/// <summary>The meters whose instruments are shown.</summary>
internal static class Meters
{
    public static IReadOnlyList<string> All { get; } = [KubernetesMeter.Name, RequestMetrics.MeterName, ProcessMetrics.MeterName];
}
