using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using static ComputeOperator.Entities.V1.InstancePhase;

namespace ComputeOperator.Operator.Tests.Tenants;

/// <summary>Every reason not to be let in: what it says, that nothing is provisioned, and that it recovers by itself.</summary>
public class RefusalTests
{
    [Fact]
    public async Task A_tenant_that_does_not_exist_yet()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyForTenantAsync("web");
        var refused = await sandbox.StalledAsync("web", "TenantNotFound", $"spec.tenant: no Tenant '{sandbox.Namespace}'");
        await sandbox.ApplyTenantAsync("displayName: late");
        await sandbox.History.SettledAsync("web", Running);

        Assert.Equal(Provisioning, refused.Status!.Phase);
        Assert.Null(refused.Status.Reservation);
    }

    [Fact]
    public async Task A_namespace_that_is_not_listed()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        // The admission policy would refuse it if the Tenant were there first; what it could not see is refused here.
        await sandbox.ApplyForTenantAsync("web");
        await sandbox.RefusedAsync("web", "TenantNotFound", "no Tenant");
        await sandbox.ApplyTenantAsync("displayName: picky", namespaces: "somewhere-*");
        var refused = await sandbox.StalledAsync("web", "NamespaceNotAllowed", "allowed: somewhere-*");
        await sandbox.ApplyTenantAsync("displayName: open", namespaces: sandbox.Namespace.Split('-')[0] + "-*");
        await sandbox.History.SettledAsync("web", Running);

        Assert.Equal(Provisioning, refused.Status!.Phase);
    }

    [Fact]
    public async Task A_tenant_that_is_suspended()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("suspended: true");
        await sandbox.ApplyForTenantAsync("web");
        var refused = await sandbox.StalledAsync("web", "TenantSuspended", "is suspended");
        await sandbox.ApplyTenantAsync("suspended: false");
        await sandbox.History.SettledAsync("web", Running);

        Assert.Equal(Provisioning, refused.Status!.Phase);
    }

    [Fact]
    public async Task A_quota_that_is_full_until_it_is_raised()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("quota: { vcpus: 3 }");
        await sandbox.ApplyForTenantAsync("first", "machineType: medium");
        await sandbox.History.SettledAsync("first", Running);
        await sandbox.ApplyForTenantAsync("second", "machineType: medium");
        var waiting = await sandbox.RefusedAsync("second", "QuotaExceeded", "needs 2 vcpus, 2 of 3 in use");
        var told = await sandbox.TenantUntilAsync(t => t.Condition(TenantConditions.QuotaExceeded)?.Reason == "InstancesWaiting");
        await sandbox.ApplyTenantAsync("quota: { vcpus: 4 }");
        await sandbox.History.SettledAsync("second", Running);

        Assert.True(waiting.Holds(InstanceConditions.Reconciling));
        Assert.False(waiting.Holds(InstanceConditions.Stalled));
        Assert.Equal(1, told.Status!.Waiting);
        Assert.Equal("2/3", told.Status.Usage!.Vcpus.Summary);
        Assert.Contains($"{sandbox.Namespace}/second is next", told.Condition(TenantConditions.QuotaExceeded)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_that_is_full_until_a_place_is_freed()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("quota: { instances: 1 }");
        await sandbox.ApplyForTenantAsync("first");
        await sandbox.History.SettledAsync("first", Running);
        await sandbox.ApplyForTenantAsync("second");
        await sandbox.RefusedAsync("second", "QuotaExceeded", "needs 1 instance, 1 of 1 in use");
        await sandbox.DeleteAsync("first");
        await sandbox.History.SettledAsync("second", Running);
        await sandbox.History.GoneAsync("first");
    }

    [Fact]
    public async Task More_than_the_whole_quota()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("quota: { memory: 2Gi }");
        await sandbox.ApplyForTenantAsync("large", "machineType: large");
        var refused = await sandbox.StalledAsync("large", "QuotaExceeded", "needs 8Gi memory, more than the whole quota of 2Gi");
        await sandbox.ApplyForTenantAsync("small", "machineType: small");
        await sandbox.History.SettledAsync("small", Running);
        await sandbox.PatchAsync("large", """ "machineType":"small" """);
        await sandbox.History.SettledAsync("large", Running);

        Assert.Equal(Provisioning, refused.Status!.Phase);
    }

    [Fact]
    public async Task Credits_that_do_not_suffice_until_more_are_granted()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("credits: { granted: 30 }");
        await sandbox.ApplyForTenantAsync("first", "machineType: small");
        var first = await sandbox.History.SettledAsync("first", Running);
        await sandbox.ApplyForTenantAsync("second", "machineType: small");
        var refused = await sandbox.StalledAsync("second", "CreditsExhausted", "costs 22 credits, 8 of 30 are left");
        await sandbox.DeleteAsync("first");
        await sandbox.History.GoneAsync("first");
        await sandbox.ApplyTenantAsync("credits: { granted: 44 }");
        await sandbox.History.SettledAsync("second", Running);
        var after = await sandbox.TenantUntilAsync(t => t.Status!.Credits!.Spent == 44);

        Assert.Equal(22, first.Status!.Reservation!.Credits);
        Assert.Equal((44, 0), (after.Status!.Credits!.Granted, after.Status.Credits.Available));
    }
}
