using System.Diagnostics.Metrics;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Kubernetes.LeaderElection;

/// <summary>client-go's metrics of leader election.</summary>
internal static class LeaderElectionMetrics
{
    private static readonly Gauge<int> MasterStatus = KubernetesMeter.Instance.CreateGauge<int>(
        "leader_election_master_status",
        description: "Gauge of if the reporting system is master of the relevant lease, 0 indicates backup, 1 indicates master.");

    private static readonly Counter<long> SlowPaths = KubernetesMeter.Instance.CreateCounter<long>(
        "leader_election_slowpath_total",
        description: "Total number of slow path exercised in renewing leader leases.");

    public static void Status(string lease, bool leading) =>
        MasterStatus.Record(leading ? 1 : 0, new KeyValuePair<string, object?>("name", lease));

    public static void SlowPath(string lease) => SlowPaths.Add(1, new KeyValuePair<string, object?>("name", lease));
}
