using ComputeOperator.Kubernetes.Tests.Telemetry;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;
using static ComputeOperator.Entities.V1.InstancePhase;

namespace ComputeOperator.Operator.Tests.Tenants;

/// <summary>What people and programs read of a Tenant.</summary>
public class StoryTests
{
    [Fact]
    public async Task Get_tells_how_full_it_is_and_how_much_is_left()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("displayName: Acme, quota: { instances: 1, vcpus: 4, memory: 8Gi }, credits: { granted: 100 }");
        await sandbox.ApplyForTenantAsync("in", "machineType: small");
        await sandbox.History.SettledAsync("in", Running);
        await sandbox.ApplyForTenantAsync("waits", "machineType: small");
        await sandbox.TenantUntilAsync(t => t.Status!.Waiting == 1);
        var table = (await sandbox.KubectlAsync("get", "tnt", sandbox.Namespace, "-o", "wide")).Succeeded().Split('\n');

        Assert.Equal(
            ["NAME", "READY", "INSTANCES", "VCPUS", "MEMORY", "DISK", "WAITING", "CREDITS-LEFT", "AGE", "CREDITS-SPENT", "SUSPENDED", "NAMESPACES", "MESSAGE"],
            table[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var row = table[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([sandbox.Namespace, "True", "1/1", "1/4", "1Gi/8Gi", "10Gi", "1", "78"], row[..8]);
        Assert.Equal(["22", "false", $"[\"{sandbox.Namespace}\"]"], row[9..12]);
    }

    [Fact]
    public async Task Describe_tells_every_charge_and_every_change_of_the_grant()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("credits: { granted: 100 }");
        await sandbox.ApplyForTenantAsync("a", "machineType: small");
        await sandbox.History.SettledAsync("a", Running);
        await sandbox.ApplyForTenantAsync("b", "machineType: medium");
        await sandbox.History.SettledAsync("b", Running);
        await sandbox.ApplyTenantAsync("credits: { granted: 150 }");
        await sandbox.TenantUntilAsync(t => t.Status!.Credits!.Granted == 150);
        await sandbox.ApplyTenantAsync("credits: { granted: 60 }");
        await sandbox.TenantUntilAsync(t => t.Status!.Credits!.Granted == 60);

        await Eventually.Passes(async () =>
        {
            var tenant = (await sandbox.KubectlAsync("describe", "tnt", sandbox.Namespace)).Succeeded();
            Assert.Contains($"22 credits charged to tenant {sandbox.Namespace} for Instance {sandbox.Namespace}/a: spent 0 before, 22 after; 78 of 100 left.", tenant, StringComparison.Ordinal);
            Assert.Contains("for Instance " + sandbox.Namespace + "/b: spent 22 before, 90 after; 10 of 100 left.", tenant, StringComparison.Ordinal);
            Assert.Contains("Grant adjusted by +50 credits: 100 before, 150 after; 90 spent.", tenant, StringComparison.Ordinal);
            Assert.Contains("Grant adjusted by -90 credits: 150 before, 60 after; 90 spent.", tenant, StringComparison.Ordinal);
            var instance = (await sandbox.KubectlAsync("describe", "inst", "a")).Succeeded();
            Assert.Contains("CreditsCharged", instance, StringComparison.Ordinal);
            Assert.Contains("78 of 100 left", instance, StringComparison.Ordinal);
        });
        var overdrawn = await sandbox.TenantAsync();
        Assert.Equal((90, 0), (overdrawn!.Status!.Credits!.Spent, overdrawn.Status.Credits.Available));
    }

    [Fact]
    public async Task Metrics_show_quota_credits_and_how_long_was_waited()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        var process = cluster.StartOperator();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.ApplyTenantAsync("quota: { instances: 1, memory: 4Gi }, credits: { granted: 100 }");
        await sandbox.ApplyForTenantAsync("first", "machineType: small");
        await sandbox.History.SettledAsync("first", Running);
        await sandbox.ApplyForTenantAsync("second", "machineType: small");
        await sandbox.TenantUntilAsync(t => t.Status!.Waiting == 1);

        // The operator counts what it has written when that is answered; the test may see it before.
        await Eventually.Passes(async () =>
        {
            var full = TextFormat.Parse(await process.MetricsAsync());
            Assert.Equal((1, 1), (Value(full, "compute_tenant_quota_used", "instances"), Value(full, "compute_tenant_quota_limit", "instances")));
            Assert.Equal((1, null), (Value(full, "compute_tenant_quota_used", "vcpus"), Value(full, "compute_tenant_quota_limit", "vcpus")));
            Assert.Equal((1073741824, 4294967296), (Value(full, "compute_tenant_quota_used", "memory"), Value(full, "compute_tenant_quota_limit", "memory")));
            Assert.Equal((22, 78), (Value(full, "compute_tenant_credits_spent"), Value(full, "compute_tenant_credits_available")));
            Assert.Equal(1, Value(full, "compute_tenant_instances_waiting"));
        });
        await sandbox.DeleteAsync("first");
        await sandbox.History.SettledAsync("second", Running);
        await Eventually.Passes(async () =>
            Assert.Equal(2, Value(TextFormat.Parse(await process.MetricsAsync()), "compute_tenant_admission_wait_seconds_count")));

        double? Value(TextFormat metrics, string name, string? item = null) => metrics.Samples
            .Where(sample => sample.Name == name && sample.Labels.Contains($"tenant=\"{sandbox.Namespace}\"", StringComparison.Ordinal)
                && (item is null || sample.Labels.Contains($"item=\"{item}\"", StringComparison.Ordinal)))
            .Select(sample => (double?)sample.Value).SingleOrDefault();
    }
}
