using System.Text.Json.Nodes;
using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.BadInput;

public class MalformedInstanceTests
{
    // What a schema from before, or from after, this version of the operator may let through.
    private const string AnythingGoes = """
        [{"op":"remove","path":"/spec/versions/0/selectableFields"},
         {"op":"replace","path":"/spec/versions/0/schema/openAPIV3Schema","value":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}]
        """;

    [Fact]
    public async Task An_instance_that_cannot_be_read_is_skipped_until_it_is_mended_and_no_other_suffers()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await LoosenAsync(cluster);
        var process = cluster.StartOperator();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.SettledAsync("turned", InstancePhase.Running);
        await sandbox.ApplyAsync("broken", "powerState: Sideways");
        await sandbox.SettledAsync("fine", InstancePhase.Running);
        await Eventually.Holds(async () => await process.MetricAsync("compute_instances_malformed") == 1);
        await sandbox.PatchAsync("turned", """ "stopPolicy":"none" """);
        await Eventually.Holds(async () => await process.MetricAsync("compute_instances_malformed") == 2);
        await Eventually.Passes(async () =>
        {
            var events = (await sandbox.KubectlAsync("get", "events", "--field-selector", "reason=Malformed")).Succeeded();
            Assert.Contains("instance/broken", events, StringComparison.Ordinal);
            Assert.Contains("instance/turned", events, StringComparison.Ordinal);
            Assert.Contains("powerState", events, StringComparison.Ordinal);
            Assert.Contains("finalizer compute.iaas.dev/force-stop is taken off by hand", events, StringComparison.Ordinal);
        });
        var untouched = JsonNode.Parse((await sandbox.KubectlAsync("get", "inst", "broken", "-o", "json")).Succeeded())!;
        await sandbox.PatchAsync("broken", """ "powerState":"Stopped" """);
        await sandbox.PatchAsync("turned", """ "stopPolicy":null """);
        await sandbox.History.SettledAsync("broken", InstancePhase.Terminated);
        await sandbox.History.SettledAsync("turned", InstancePhase.Running);
        await Eventually.Holds(async () => await process.MetricAsync("compute_instances_malformed") == 0);

        Assert.Null(untouched["status"]);
    }

    [Fact]
    public async Task An_instance_that_cannot_be_read_keeps_its_place_and_holds_up_nobody_in_the_line()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await LoosenAsync(cluster);
        var process = cluster.StartOperator();
        await using var sandbox = await cluster.SandboxAsync();
        (await sandbox.ApplyNamedTenantAsync(sandbox.Namespace, "namespaces: ['*'], quota: { instances: 2 }")).Succeeded();
        var tenant = $"tenant: {sandbox.Namespace}";
        await sandbox.SettledAsync("first", InstancePhase.Running, tenant);
        await sandbox.SettledAsync("second", InstancePhase.Running, tenant);
        await sandbox.ApplyAsync("waiting", tenant);
        await sandbox.TenantUntilAsync(now => now.Status?.Waiting == 1);
        foreach (var name in new[] { "first", "waiting" })
        {
            await sandbox.PatchAsync(name, """ "stopPolicy":"none" """);
        }

        await Eventually.Holds(async () => await process.MetricAsync("compute_instances_malformed") == 2);
        await sandbox.ApplyAsync("late", tenant);
        await sandbox.TenantUntilAsync(now => now.Status is { Waiting: 1, Usage.Instances.Summary: "2/2" });
        (await sandbox.KubectlAsync("delete", "instance", "second")).Succeeded();
        await sandbox.History.SettledAsync("late", InstancePhase.Running);
        await sandbox.ApplyAsync("last", tenant);
        await sandbox.TenantUntilAsync(now => now.Status is { Waiting: 1, Usage.Instances.Summary: "2/2" });
        (await sandbox.KubectlAsync("patch", "instance", "first", "--type=merge", "-p", """{"metadata":{"finalizers":null}}""")).Succeeded();
        (await sandbox.KubectlAsync("delete", "instance", "first")).Succeeded();
        await sandbox.History.SettledAsync("last", InstancePhase.Running);
    }

    [Fact]
    public async Task An_instance_that_could_be_read_only_before_a_restart_keeps_its_place_all_the_same()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await LoosenAsync(cluster);
        var process = cluster.StartOperator();
        await using var sandbox = await cluster.SandboxAsync();
        (await sandbox.ApplyNamedTenantAsync(sandbox.Namespace, "namespaces: ['*'], quota: { instances: 1 }")).Succeeded();
        await sandbox.SettledAsync("first", InstancePhase.Running, $"tenant: {sandbox.Namespace}");
        process.Terminate();
        await process.EndsWellAsync();
        await sandbox.PatchAsync("first", """ "stopPolicy":"none" """);
        await sandbox.ApplyAsync("second", $"tenant: {sandbox.Namespace}");
        cluster.StartOperator();
        await sandbox.History.UntilAsync("second", instance => instance.Condition(InstanceConditions.QuotaReserved)?.Reason == "QuotaExceeded");
        await sandbox.TenantUntilAsync(now => now.Status is { Waiting: 1, Usage.Instances.Summary: "1/1" });
        await sandbox.PatchAsync("first", """ "stopPolicy":null """);
        (await sandbox.KubectlAsync("delete", "instance", "first")).Succeeded();

        await sandbox.History.SettledAsync("second", InstancePhase.Running);
    }

    [Fact]
    public async Task A_malformed_instance_at_the_start_does_not_keep_the_operator_from_starting()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await LoosenAsync(cluster);
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.ApplyAsync("broken", "machineType: [1, 2]");
        await sandbox.ApplyAsync("fine");
        var process = cluster.StartOperator();

        await sandbox.History.SettledAsync("fine", InstancePhase.Running);
        Assert.Equal(1, await process.MetricAsync("compute_instances_malformed"));
        await process.LineAsync("broken cannot be read");
        await Eventually.Passes(async () =>
        {
            var events = (await sandbox.KubectlAsync("get", "events", "--field-selector", "reason=Malformed")).Succeeded();
            Assert.Contains("instance/broken", events, StringComparison.Ordinal);
        });
    }

    private static async Task LoosenAsync(InstalledCluster cluster)
    {
        (await cluster.Kubectl.RunAsync("patch", "crd", "instances.compute.iaas.dev", "--type=json", "-p", AnythingGoes)).Succeeded();
        // The handler is replaced a moment later.
        var ns = await cluster.Plane.NewNamespaceAsync();
        string[] trial = ["create", "--dry-run=server", "-n", ns, "-f", "-"];
        await Eventually.Holds(async () => (await cluster.Kubectl.RunAsync(Sandbox.Manifest("probe", "powerState: Sideways"), trial)).ExitCode == 0);
    }
}
