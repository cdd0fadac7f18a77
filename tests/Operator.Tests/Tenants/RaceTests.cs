using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.Operator.Tests.Leadership;
using ComputeOperator.TestKit;
using Xunit.Abstractions;

namespace ComputeOperator.Operator.Tests.Tenants;

/// <summary>200 Instances for 50 places: never more than 50 at any instant, all in their turn, each charged once.</summary>
public class RaceTests(ITestOutputHelper output)
{
    private const int Kills = 30;
    private const int PerLife = (Race.Instances - Race.Places) / Kills;
    private const int Seed = 20260301;

    // Each is dead before the next one starts: a lease would add nothing but terms that end where the machine stands still.
    private const string NoLease = "--leader-elect=false";

    [Fact]
    public async Task All_get_in_oldest_first_and_never_more_than_fit()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await using var race = await Race.PrepareAsync(cluster);
        // All are there before anybody is let in: the order is then the documented one and no other.
        await race.CreateAsync();
        var process = cluster.StartOperator();
        await race.FullAsync();
        race.BeginDeleting();
        await race.OverAsync();

        var audit = race.AssertFair();
        var order = race.InOrder().Select((uid, at) => (uid, at)).ToDictionary(one => one.uid, one => one.at);
        var turns = audit.Batches.Select(batch => batch.Select(uid => order[uid]).ToList()).ToList();
        Assert.All(turns.Zip(turns.Skip(1)), pair => Assert.True(pair.First.Max() < pair.Second.Min(), "somebody overtook"));
        var conflicts = cluster.Audit.Calls().Count(call => call is { User: InstalledCluster.OperatorUser, Resource: "tenants/status", Code: 409 });
        var writes = cluster.Audit.Calls().Count(call => call is { User: InstalledCluster.OperatorUser, Resource: "tenants/status", IsWrite: true });
        output.WriteLine($"{audit.Batches.Count} writes let {Race.Instances} in; {writes} writes of the Tenant, {conflicts} of them conflicts");
        Assert.DoesNotContain(cluster.Audit.Calls(), call => call is { User: InstalledCluster.OperatorUser, Verb: "get", Group: "compute.iaas.dev" });
        Assert.False(process.HasExited, process.Log);
    }

    [Fact]
    public async Task Killed_thirty_times_at_random_nothing_is_sold_twice_lost_or_charged_twice()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await using var race = await Race.PrepareAsync(cluster);
        var creating = race.CreateAsync();
        race.BeginDeleting(most: 0);
        var random = new Random(Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Each finds work for more writes than it lives for, however much those before it got done.
            race.DeleteMore(PerLife);
            var started = TimeProvider.System.GetUtcNow();
            var process = cluster.StartOperator(NoLease);
            // Somewhere among its first writes, which is when a crash matters.
            var writes = random.Next(1, 20);
            await Eventually.Holds(() => cluster.Audit.InstanceWritesSince(InstalledCluster.OperatorUser, started).Count >= writes, TimeSpan.FromMinutes(10));
            process.Kill();
            Assert.Equal(128 + 9, await process.ExitCodeAsync());
        }

        await creating;
        race.DeleteMore(Race.Instances);
        cluster.StartOperator(NoLease);
        await race.OverAsync();

        var audit = race.AssertFair();
        output.WriteLine($"{Kills} kills; {audit.Batches.Count} writes let {Race.Instances} in");
    }

    [Fact]
    public async Task Handed_over_in_the_middle_by_request_and_by_a_pause_it_goes_on_as_before()
    {
        await using var pair = await Pair.StartAsync();
        await using var race = await Race.PrepareAsync(pair.Cluster);
        await race.CreateAsync();
        await race.FullAsync();
        race.BeginDeleting();
        await Eventually.Holds(() => race.Admitted > 80);
        var (leader, standby) = await pair.RolesAsync();
        leader.Process.Pause();
        await standby.Process.LeadsAsync();
        await Eventually.Holds(() => race.Admitted > 110);
        leader.Process.Resume();
        await Pair.KnowsTheLeaderAsync(leader);
        standby.Process.Terminate();
        await standby.Process.EndsWellAsync();
        await race.OverAsync();

        race.AssertFair();
    }
}
