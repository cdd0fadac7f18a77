using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Operator.Telemetry;

/// <summary>The meters whose instruments are shown.</summary>
internal static class Meters
{
    public static IReadOnlyList<string> All { get; } = [KubernetesMeter.Name, InstanceMetrics.MeterName, TenantMetrics.MeterName, ProcessMetrics.MeterName];
}
