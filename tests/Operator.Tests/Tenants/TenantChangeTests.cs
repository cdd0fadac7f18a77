using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using static ComputeOperator.Entities.V1.InstancePhase;

namespace ComputeOperator.Operator.Tests.Tenants;

/// <summary>What becomes of Instances that are in when their Tenant changes.</summary>
public class TenantChangeTests
{
    [Fact]
    public async Task A_suspended_tenant_is_off_and_comes_back_as_it_was()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("displayName: acme");
        await sandbox.ApplyForTenantAsync("runs");
        await sandbox.ApplyForTenantAsync("sleeps", "powerState: Suspended");
        await sandbox.ApplyForTenantAsync("idle", "powerState: Stopped");
        await sandbox.History.SettledAsync("runs", Running);
        await sandbox.History.SettledAsync("sleeps", Suspended);
        await sandbox.History.SettledAsync("idle", Terminated);
        await sandbox.ApplyTenantAsync("suspended: true");
        var stopped = await sandbox.History.UntilAsync("runs", instance => instance.IsStalled("TenantSuspended", "stay off until that is lifted"));
        var asleep = await sandbox.History.UntilAsync("sleeps", instance => instance.IsStalled("TenantSuspended", "stay off until that is lifted"));
        var quiet = await sandbox.TenantUntilAsync(t => t.Condition(TenantConditions.Ready) is { Reason: "Suspended" });
        await sandbox.ApplyTenantAsync("suspended: false");
        var back = await sandbox.History.SettledAsync("runs", Running);
        await sandbox.History.SettledAsync("sleeps", Suspended);

        Assert.Equal((Terminated, Terminated), (stopped.Status!.Phase, asleep.Status!.Phase));
        Assert.Equal(stopped.Metadata.Generation, back.Metadata.Generation);
        Assert.Equal(PowerState.Running, stopped.Spec.PowerState);
        Assert.True(quiet.Holds(TenantConditions.Ready));
        Assert.Equal([OperationType.Insert, OperationType.Stop, OperationType.Start], back.Status!.Operations!.Select(o => o.Type));
        Assert.Equal(PowerState.Suspended, asleep.Spec.PowerState);
        Assert.Equal(Terminated, sandbox.History.Latest("idle")!.Status!.Phase);
        Assert.Empty(HistoryLaws.Broken(sandbox.History.All));
    }

    [Fact]
    public async Task A_namespace_that_is_no_longer_listed_is_reported_and_nothing_is_killed_or_started()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("displayName: acme");
        await sandbox.ApplyForTenantAsync("runs");
        await sandbox.ApplyForTenantAsync("idle", "powerState: Stopped");
        await sandbox.History.SettledAsync("runs", Running);
        await sandbox.History.SettledAsync("idle", Terminated);
        await sandbox.ApplyTenantAsync("displayName: acme", namespaces: "elsewhere");
        var reported = await sandbox.RefusedAsync("runs", "NamespaceNotAllowed", "allowed: elsewhere");
        await sandbox.PatchAsync("idle", """ "powerState":"Running" """);
        await sandbox.History.UntilAsync("idle", instance => instance.IsStalled("NamespaceNotAllowed", "does not list"));
        await sandbox.PatchAsync("runs", """ "restartedAt":"2027-01-01T00:00:00Z" """);
        var kept = await sandbox.History.UntilAsync("runs", instance => instance.IsStalled("NamespaceNotAllowed", "does not list"));
        (await sandbox.KubectlAsync("annotate", "inst", "runs", "--overwrite", "simulate.compute.iaas.dev/die-after=1ms")).Succeeded();
        await sandbox.History.UntilAsync("runs", instance => instance.Status!.Operations![^1] is { Type: OperationType.Repair, Status: OperationStatus.Done });
        await sandbox.ApplyTenantAsync("displayName: acme");
        await sandbox.History.SettledAsync("idle", Running);
        await sandbox.History.UntilAsync("runs", instance => instance.Status!.RestartCount == 1 && instance.Status.Phase == Running);

        Assert.True(reported.Holds(InstanceConditions.Ready));
        Assert.Equal(Running, kept.Status!.Phase);
        Assert.DoesNotContain(Stopping, sandbox.History.Phases("idle"));
        Assert.Empty(HistoryLaws.Broken(sandbox.History.All));
    }

    [Fact]
    public async Task A_quota_below_what_is_used_kills_nothing_and_lets_nothing_in()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("quota: { instances: 3 }");
        foreach (var name in new[] { "a", "b" })
        {
            await sandbox.ApplyForTenantAsync(name);
            await sandbox.History.SettledAsync(name, Running);
        }

        await sandbox.ApplyTenantAsync("quota: { instances: 1 }");
        var over = await sandbox.TenantUntilAsync(t => t.Condition(TenantConditions.QuotaExceeded)?.Reason == "OverQuota");
        await sandbox.ApplyForTenantAsync("c");
        await sandbox.RefusedAsync("c", "QuotaExceeded", "needs 1 instance, 2 of 1 in use");
        await sandbox.PatchAsync("a", """ "powerState":"Stopped" """);
        await sandbox.History.SettledAsync("a", Terminated);
        await sandbox.PatchAsync("a", """ "powerState":"Running" """);
        await sandbox.History.SettledAsync("a", Running);
        await sandbox.DeleteAsync("a", "b");
        await sandbox.History.SettledAsync("c", Running);

        Assert.Equal("2/1", over.Status!.Usage!.Instances.Summary);
        Assert.Equal([Provisioning, Staging, Running], sandbox.History.Phases("b").Take(3));
    }

    [Fact]
    public async Task A_tenant_is_held_while_instances_belong_to_it_and_says_how_many()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("displayName: acme");
        await sandbox.ApplyForTenantAsync("a");
        await sandbox.ApplyForTenantAsync("b");
        await sandbox.History.SettledAsync("a", Running);
        await sandbox.History.SettledAsync("b", Running);
        (await sandbox.KubectlAsync("delete", "tnt", sandbox.Namespace, "--wait=false")).Succeeded();
        var held = await sandbox.TenantUntilAsync(t => t.Condition(TenantConditions.Ready)?.Reason == "Deleting");
        await sandbox.ApplyForTenantAsync("late");
        await sandbox.RefusedAsync("late", "TenantNotFound", "is being deleted");
        var reported = await sandbox.RefusedAsync("a", "TenantNotFound", "is being deleted");
        await sandbox.DeleteAsync("a", "b");
        await sandbox.TenantUntilAsync(t => t.Condition(TenantConditions.Ready)!.Message.Contains("1 instance still", StringComparison.Ordinal));
        await sandbox.DeleteAsync("late");
        (await sandbox.KubectlAsync("wait", "--for=delete", $"tnt/{sandbox.Namespace}", "--timeout=180s")).Succeeded();

        Assert.Contains($"2 instances still belong to it: {sandbox.Namespace}/a, {sandbox.Namespace}/b", held.Condition(TenantConditions.Ready)!.Message, StringComparison.Ordinal);
        Assert.Contains(ComputeApi.InUseFinalizer, held.Metadata.Finalizers!);
        Assert.Equal(Running, reported.Status!.Phase);
    }

    [Fact]
    public async Task A_tenant_that_is_gone_by_force_leaves_its_instances_running()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("credits: { granted: 100 }");
        await sandbox.ApplyForTenantAsync("web");
        await sandbox.History.SettledAsync("web", Running);
        (await sandbox.KubectlAsync("delete", "tnt", sandbox.Namespace, "--wait=false")).Succeeded();
        (await sandbox.KubectlAsync("patch", "tnt", sandbox.Namespace, "--type=merge", "-p", """{"metadata":{"finalizers":null}}""")).Succeeded();
        var reported = await sandbox.RefusedAsync("web", "TenantNotFound", "no Tenant");
        await sandbox.ApplyTenantAsync("credits: { granted: 100 }");
        var back = await sandbox.History.UntilAsync("web", instance => instance.Holds(InstanceConditions.QuotaReserved));
        var tenant = await sandbox.TenantUntilAsync(t => t.Status?.Usage?.Instances.Summary == "1");

        Assert.Equal((Running, Running), (reported.Status!.Phase, back.Status!.Phase));
        Assert.Equal(0, tenant.Status!.Credits!.Spent);
    }

    [Fact]
    public async Task A_tenant_is_not_let_go_by_an_operator_that_cannot_list_its_instances()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await using var sandbox = await cluster.SandboxAsync();
        var first = cluster.StartOperator();
        await sandbox.ApplyTenantAsync("displayName: acme");
        await sandbox.ApplyForTenantAsync("web");
        await sandbox.History.SettledAsync("web", Running);
        first.Terminate();
        await first.EndsWellAsync();
        (await sandbox.KubectlAsync("delete", "tnt", sandbox.Namespace, "--wait=false")).Succeeded();
        await Refusals.OfAsync(cluster, "instances", "watch");
        var second = cluster.StartOperator();
        // It leads, and knows its Tenants, but is not ready.
        await second.ReadyzAsync((_, text) => text.Contains("leader-election ok: leader", StringComparison.Ordinal)
            && text.Contains("[-]instances-synced failed", StringComparison.Ordinal) && text.Contains("[+]tenants-synced ok", StringComparison.Ordinal));
        await Refusals.MoreAsync(cluster, 2);
        var held = await sandbox.TenantAsync();
        await cluster.InstallAsync(Installed.Rights);
        await sandbox.TenantUntilAsync(t => t.Condition(TenantConditions.Ready)?.Reason == "Deleting");
        await sandbox.DeleteAsync("web");
        (await sandbox.KubectlAsync("wait", "--for=delete", $"tnt/{sandbox.Namespace}", "--timeout=180s")).Succeeded();

        Assert.Contains(ComputeApi.InUseFinalizer, held!.Metadata.Finalizers!);
    }
}
