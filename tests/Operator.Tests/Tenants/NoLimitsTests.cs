using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;
using Xunit.Abstractions;
using static ComputeOperator.Entities.V1.InstancePhase;

namespace ComputeOperator.Operator.Tests.Tenants;

/// <summary>In a tenant without limits Instances are let in at once, by vouchers, and charged afterwards.</summary>
public class NoLimitsTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    private const int PerLife = Race.Instances / Kills;
    private const int Seed = 20261122;
    private const string NoLease = "--leader-elect=false";

    [Fact]
    public async Task Who_is_let_in_by_a_voucher_is_charged_and_the_audit_trail_says_so()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("displayName: acme");
        await sandbox.ApplyForTenantAsync("first", "machineType: small");
        await sandbox.History.SettledAsync("first", Running);
        await sandbox.ApplyForTenantAsync("second", "machineType: small");
        var second = await sandbox.History.SettledAsync("second", Running);
        var after = await sandbox.TenantUntilAsync(t => t.Status!.Credits!.Spent == 44);

        Assert.NotNull(second.Status!.Reservation!.Voucher);
        Assert.True(new Compute.Tenants.OpenVouchers(after.Status!.Ledger).IsClosed(second.Status.Reservation.Voucher.Value));
        await Eventually.Passes(async () => Assert.Contains(
            "spent 22 before, 44 after", (await sandbox.KubectlAsync("describe", "instance", "second")).Succeeded(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_deleted_at_once_is_charged_before_it_goes()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyTenantAsync("displayName: acme");
        await sandbox.ApplyForTenantAsync("first", "machineType: small");
        await sandbox.History.SettledAsync("first", Running);
        foreach (var name in Enumerable.Range(0, 10).Select(i => $"i-{i}"))
        {
            await sandbox.ApplyForTenantAsync(name, "machineType: small");
            await sandbox.History.UntilAsync(name, instance => instance.Status?.Reservation is not null);
            await sandbox.DeleteAsync(name);
            await sandbox.History.GoneAsync(name);
        }

        await sandbox.TenantUntilAsync(t => t.Status is { Credits.Spent: 11 * 22, Usage.Instances.Used.Value: 1 });
    }

    [Fact]
    public async Task Killed_twenty_times_at_random_everybody_is_charged_once()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await using var race = await Race.PrepareOpenAsync(cluster);
        race.BeginDeleting(most: 0);
        var random = new Random(Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            var last = race.LastVoucher;
            var process = cluster.StartOperator(NoLease);
            // The first of them is let in by the Tenant, which issues vouchers for those that come then.
            await race.CreateAsync(kill * PerLife, 1);
            await Eventually.Holds(() => race.LastVoucher > last, TimeSpan.FromMinutes(10));
            var started = TimeProvider.System.GetUtcNow();
            race.DeleteMore(PerLife / 2);
            var creating = race.CreateAsync((kill * PerLife) + 1, PerLife - 1);
            var writes = random.Next(5, 50);
            await Eventually.Holds(() => cluster.Audit.InstanceWritesSince(InstalledCluster.OperatorUser, started).Count >= writes, TimeSpan.FromMinutes(10));
            process.Kill();
            Assert.Equal(128 + 9, await process.ExitCodeAsync());
            await creating;
        }

        race.DeleteMore(Race.Instances);
        cluster.StartOperator(NoLease);
        await race.OverAsync();

        var audit = race.AssertFair();
        output.WriteLine($"{Kills} kills; {audit.ByVoucher} of {Race.Instances} were let in by a voucher");
        Assert.NotEqual(0, audit.ByVoucher);
    }
}
