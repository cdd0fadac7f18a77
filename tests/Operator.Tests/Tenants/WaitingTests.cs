using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using static ComputeOperator.Entities.V1.InstancePhase;

namespace ComputeOperator.Operator.Tests.Tenants;

/// <summary>Instances that are not in can be deleted, and leave nothing behind.</summary>
public class WaitingTests
{
    [Theory]
    [InlineData("quota: { instances: 0 }", "QuotaExceeded")]
    [InlineData("quota: { vcpus: 1m }", "QuotaExceeded")]
    [InlineData("credits: { granted: 0 }", "CreditsExhausted")]
    [InlineData("suspended: true", "TenantSuspended")]
    [InlineData("", "TenantNotFound")]
    public async Task Deletion_works_in_every_state_of_not_being_in(string tenant, string reason)
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        if (tenant.Length > 0)
        {
            await sandbox.ApplyTenantAsync(tenant);
        }

        await sandbox.ApplyForTenantAsync("web");
        await sandbox.RefusedAsync("web", reason, "");
        await sandbox.DeleteAsync("web");
        await sandbox.History.GoneAsync("web");

        Assert.Equal([Provisioning], sandbox.History.Phases("web"));
        Assert.DoesNotContain(sandbox.History.Of("web"), version => version.Object.Status?.Reservation is not null);
        Assert.Equal(0, (await sandbox.TenantAsync())?.Status?.Credits?.Spent ?? 0);
    }

    [Fact]
    public async Task Deletion_works_behind_one_that_waits_and_of_that_one_too()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("quota: { vcpus: 4 }");
        await sandbox.ApplyForTenantAsync("first", "machineType: medium");
        await sandbox.History.SettledAsync("first", Running);
        await sandbox.ApplyForTenantAsync("large", "machineType: large");
        await sandbox.RefusedAsync("large", "QuotaExceeded", "needs 4 vcpus, 2 of 4 in use");
        await sandbox.ApplyForTenantAsync("small-1", "machineType: small");
        await sandbox.ApplyForTenantAsync("small-2", "machineType: small");
        await sandbox.RefusedAsync("small-1", "QuotaExceeded", "older instances of the tenant wait");
        await sandbox.RefusedAsync("small-2", "QuotaExceeded", "older instances of the tenant wait");
        await sandbox.DeleteAsync("small-1");
        await sandbox.History.GoneAsync("small-1");
        // The line moves up when its head goes, though nothing has become free.
        await sandbox.DeleteAsync("large");
        await sandbox.History.SettledAsync("small-2", Running);
        await sandbox.History.GoneAsync("large");
    }

    [Fact]
    public async Task Waiting_costs_nothing_while_nothing_changes()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await cluster.StartOperator().LeadsAsync();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.ApplyTenantAsync("quota: { instances: 1 }");
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            await sandbox.ApplyForTenantAsync(name);
        }

        foreach (var name in new[] { "b", "c", "d" })
        {
            await sandbox.RefusedAsync(name, "QuotaExceeded", "1 of 1 in use");
        }

        // The figures follow the Instances by a second: what they still owe to the ones above is not a cost of waiting.
        await sandbox.TenantUntilAsync(t => t.Status is { Waiting: 3, Ledger.Pending: null, Phases: { } phases }
            && phases.GetValueOrDefault("RUNNING") == 1 && phases.GetValueOrDefault("PROVISIONING") == 3);
        var before = TimeProvider.System.GetUtcNow();
        // Something else goes on in the meantime, whose every write is counted.
        await sandbox.ApplyAsync("other");
        await sandbox.History.SettledAsync("other", Running);
        await sandbox.DeleteAsync("other");
        await sandbox.History.GoneAsync("other");
        var since = cluster.Audit.InstanceWritesSince(InstalledCluster.OperatorUser, before);

        Assert.NotEmpty(since);
        Assert.All(since, call => Assert.True(call.Name is "other" or ComputeApi.DefaultTenant, call.ToString()));
    }
}
