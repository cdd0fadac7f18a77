using System.Net;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Tests.Telemetry;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Telemetry;

public class MetricsTests
{
    private static readonly string[] Promised =
    [
        "controller_runtime_reconcile_total", "controller_runtime_reconcile_errors_total", "controller_runtime_reconcile_time_seconds",
        "controller_runtime_active_workers", "controller_runtime_max_concurrent_reconciles",
        "workqueue_depth", "workqueue_adds_total", "workqueue_queue_duration_seconds", "workqueue_work_duration_seconds",
        "workqueue_retries_total", "workqueue_unfinished_work_seconds", "workqueue_longest_running_processor_seconds",
        "rest_client_requests_total", "rest_client_request_duration_seconds", "leader_election_master_status",
        "compute_instance_phase", "compute_instance_transition_duration_seconds", "compute_provider_operations_total", "compute_instances_malformed",
        "process_cpu_seconds_total", "process_resident_memory_bytes", "process_start_time_seconds", "process_open_fds",
    ];

    [Fact]
    public async Task Metrics_are_strict_Prometheus_text_with_the_names_of_the_field()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        var process = cluster.StartOperator();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.SettledAsync("up", InstancePhase.Running);
        await sandbox.SettledAsync("down", InstancePhase.Terminated, "powerState: Stopped");
        await sandbox.ApplyAsync("failing", annotations: "simulate.compute.iaas.dev/fail: create=1");
        await sandbox.History.SettledAsync("failing", InstancePhase.Running);
        await sandbox.SettledAsync("ahead", InstancePhase.Running);
        (await sandbox.KubectlAsync("patch", "inst", "ahead", "--subresource=status", "--type=merge", "-p", """{"status":{"phaseTransitionTimestamp":"2999-01-01T00:00:00Z"}}""")).Succeeded();
        await sandbox.PatchAsync("ahead", """ "powerState":"Stopped" """);
        await sandbox.History.SettledAsync("ahead", InstancePhase.Terminated);
        await sandbox.ApplyAsync("unseen", annotations: "simulate.compute.iaas.dev/delay: nonsense");
        await sandbox.History.UntilAsync("unseen", instance => instance.Holds(InstanceConditions.Stalled));

        // The test's watch can be ahead of the operator, which counts what it has written when that is answered.
        await Eventually.Passes(async () =>
        {
            var metrics = TextFormat.Parse(await process.MetricsAsync());
            Assert.Empty(Promised.Except(metrics.Types.Keys));
            Assert.Empty(metrics.Types.Select(metric => (metric.Key, metric.Value)).Except(await DocumentedMetrics.ReadAsync()));
            Assert.All(metrics.Types.Keys, name => Assert.False(string.IsNullOrEmpty(metrics.Help[name]), $"{name} has no help"));
            Assert.Equal(2, metrics["compute_instance_phase{phase=\"RUNNING\"}"]);
            Assert.Equal(2, metrics["compute_instance_phase{phase=\"TERMINATED\"}"]);
            Assert.Equal(0, metrics["compute_instance_phase{phase=\"STOPPING\"}"]);
            Assert.Equal(3, Value(metrics, "compute_provider_operations_total", "operation=\"create\"", "result=\"success\""));
            Assert.Equal(1, Value(metrics, "compute_provider_operations_total", "operation=\"create\"", "result=\"error\""));
            Assert.NotEqual(0, Value(metrics, "compute_provider_operations_total", "operation=\"observe\"", "result=\"error\""));
            Assert.Equal(3, Value(metrics, "compute_instance_transition_duration_seconds_count", "from=\"STAGING\"", "to=\"RUNNING\""));
            Assert.Equal(0, Value(metrics, "compute_instance_transition_duration_seconds_sum", "from=\"RUNNING\"", "to=\"STOPPING\""));
            Assert.Equal(1, Value(metrics, "leader_election_master_status"));
        });
    }

    [Fact]
    public async Task Probes_answer_on_their_own_address_only()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        var process = cluster.StartOperator();
        await process.LeadsAsync();
        using var http = new HttpClient();

        Assert.Equal((HttpStatusCode.OK, "ok"), await process.ProbeAsync("/healthz"));
        Assert.Equal((HttpStatusCode.OK, "ok"), await process.ProbeAsync("/livez"));
        Assert.Equal((HttpStatusCode.OK, "ok"), await process.ProbeAsync("/readyz"));
        Assert.Equal(HttpStatusCode.NotFound, (await process.ProbeAsync("/metrics"))!.Value.Status);
        using var wrong = await http.GetAsync(new Uri(process.MetricsAddress, "/readyz"));
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
    }

    private static double Value(TextFormat metrics, string name, params string[] labels) =>
        metrics.Samples.Where(sample => sample.Name == name && labels.All(label => sample.Labels.Contains(label, StringComparison.Ordinal))).Sum(sample => sample.Value);
}
