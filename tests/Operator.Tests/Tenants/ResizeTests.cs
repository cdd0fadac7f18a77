using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using static ComputeOperator.Entities.V1.InstancePhase;

namespace ComputeOperator.Operator.Tests.Tenants;

public class ResizeTests
{
    [Fact]
    public async Task Growing_reserves_before_it_takes_effect_and_costs_nothing()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("quota: { vcpus: 4 }");
        await sandbox.ApplyForTenantAsync("grows", "machineType: small");
        await sandbox.ApplyForTenantAsync("other", "machineType: small");
        await sandbox.History.SettledAsync("grows", Running);
        await sandbox.History.SettledAsync("other", Running);
        await sandbox.PatchAsync("grows", """ "machineType":"large","restartedAt":"2027-01-01T00:00:00Z" """);
        var waiting = await sandbox.RefusedAsync("grows", "QuotaExceeded", "needs 3 vcpus, 2 of 4 in use");
        await sandbox.DeleteAsync("other");
        var grown = await sandbox.History.UntilAsync("grows", instance => instance.Status!.RestartCount == 1 && instance.Holds(InstanceConditions.Ready));
        var tenant = await sandbox.TenantUntilAsync(t => t.Status!.Usage!.Vcpus.Summary == "4/4");

        // What could not be started again is not stopped for a restart.
        Assert.Equal(Running, waiting.Status!.Phase);
        Assert.Equal("small", waiting.Status.MachineType!.Name);
        Assert.Equal(("large", "4", 22), (grown.Status!.MachineType!.Name, grown.Status.Reservation!.Vcpus.ToString(), grown.Status.Reservation.Credits));
        Assert.Equal(44, tenant.Status!.Credits!.Spent);
        Assert.All(
            sandbox.History.Of("grows").Where(version => version.Object.Status?.MachineType?.Name == "large"),
            version => Assert.Equal("4", version.Object.Status!.Reservation!.Vcpus.ToString()));
    }

    [Fact]
    public async Task Shrinking_gives_back_at_the_next_start()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("quota: { vcpus: 4 }");
        await sandbox.ApplyForTenantAsync("shrinks", "machineType: large");
        await sandbox.History.SettledAsync("shrinks", Running);
        await sandbox.ApplyForTenantAsync("next", "machineType: medium");
        await sandbox.RefusedAsync("next", "QuotaExceeded", "needs 2 vcpus, 4 of 4 in use");
        await sandbox.PatchAsync("shrinks", """ "machineType":"small","restartedAt":"2027-01-01T00:00:00Z" """);
        await sandbox.History.SettledAsync("next", Running);
        var shrunk = await sandbox.History.SettledAsync("shrinks", Running);
        var tenant = await sandbox.TenantUntilAsync(t => t.Status!.Usage!.Vcpus.Summary == "3/4");

        Assert.Equal(("1", 136), (shrunk.Status!.Reservation!.Vcpus.ToString(), shrunk.Status.Reservation.Credits));
        Assert.Equal(136 + 68, tenant.Status!.Credits!.Spent);
    }
}
