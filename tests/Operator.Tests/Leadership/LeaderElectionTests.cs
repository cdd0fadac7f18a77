using System.Diagnostics;
using System.Net.Sockets;
using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Faults;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;
using Xunit.Abstractions;

namespace ComputeOperator.Operator.Tests.Leadership;

public class LeaderElectionTests(ITestOutputHelper output)
{
    // No machine stands still for so long that this lease is lost, and giving it back has half a minute. Who is not told that it is free
    // waits for its end: four minutes and a half, as the last renewal was half a minute ago at most.
    private static readonly string[] Patient =
        ["--leader-elect-lease-duration=300s", "--leader-elect-renew-deadline=200s", "--leader-elect-retry-period=30s"];

    [Fact]
    public async Task Only_the_leader_writes_and_a_standby_takes_over_within_the_lease()
    {
        await using var pair = await Pair.StartAsync();
        await using var sandbox = await pair.Cluster.SandboxAsync();
        await sandbox.SettledAsync("before", InstancePhase.Running);
        var (leader, standby) = await pair.RolesAsync();
        leader.Process.Kill();
        await leader.Process.ExitCodeAsync();
        var lastRenewal = pair.LeaseWrites(leader.User)[^1].Received;
        await sandbox.ApplyAsync("after");
        await standby.Process.LeadsAsync();
        await sandbox.History.SettledAsync("after", InstancePhase.Running);

        var takenOver = pair.LeaseWrites(standby.User).First(call => call.Received > lastRenewal).Received - lastRenewal;
        output.WriteLine($"taken over {takenOver.TotalSeconds:0.00} s after the last renewal");
        Assert.Empty(pair.TakenTooSoon());
        // How much later than the lease's end is the machine's affair; the tests of the elector measure by a clock that does not stand still.
        Assert.InRange(takenOver, TimeSpan.Zero, TimeSpan.FromMinutes(2));
        Assert.NotEmpty(pair.Cluster.Audit.InstanceWrites(standby.User));
        foreach (var user in new[] { leader.User, standby.User })
        {
            var begun = pair.LeaseWrites(user)[0].Received;
            Assert.Empty(pair.Cluster.Audit.InstanceWrites(user).Where(call => call.Received < begun).Select(call => call.ToString()));
        }

        Assert.Empty(HistoryLaws.Broken(sandbox.History.All));
    }

    [Fact]
    public async Task A_leader_asked_to_end_gives_its_lease_back_and_the_standby_takes_it_at_once()
    {
        await using var pair = await Pair.StartAsync(Patient);
        await using var sandbox = await pair.Cluster.SandboxAsync();
        var (leader, standby) = await pair.RolesAsync();
        using var stop = new CancellationTokenSource();
        var churn = new Churn(pair.Cluster.Instances, sandbox.Namespace, seed: 7);
        var churning = churn.RunAsync(() => stop.IsCancellationRequested);
        await Eventually.Holds(() => churn.Made > 20);

        var clock = Stopwatch.StartNew();
        leader.Process.Terminate();
        await leader.Process.EndsWellAsync();
        var ended = clock.Elapsed;
        await standby.Process.LeadsAsync();
        await stop.CancelAsync();
        await churning;

        var givenBack = pair.LeaseWrites(leader.User)[^1].Received;
        var taken = pair.LeaseWrites(standby.User)[0].Received;
        output.WriteLine($"ended after {ended.TotalSeconds:0.00} s; lease taken {(taken - givenBack).TotalSeconds:0.000} s after it was given back");
        Assert.InRange(taken - givenBack, TimeSpan.Zero, TimeSpan.FromMinutes(4));
        Assert.Contains("given back", leader.Process.Log, StringComparison.Ordinal);
        // A write abandoned on the way may reach the server a moment after the lease; it names the version it was based on.
        var late = pair.Cluster.Audit.InstanceWrites(leader.User).Where(call => call.Received > givenBack).ToList();
        output.WriteLine($"writes that arrived after the lease was given back: {string.Join(", ", late)}");
        Assert.Empty(late.Where(call => call.Received > taken && call.Succeeded).Select(call => call.ToString()));
        Assert.Empty(pair.Cluster.Audit.InstanceWrites(standby.User).Where(call => call.Received < taken).Select(call => call.ToString()));
        Assert.Empty(HistoryLaws.Broken(sandbox.History.All));
    }

    [Fact]
    public async Task A_request_that_does_not_end_does_not_cost_the_lease()
    {
        await using var pair = await Pair.StartAsync(Patient);
        var (leader, standby) = await pair.RolesAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(leader.Process.MetricsAddress.Host, leader.Process.MetricsAddress.Port);
        // When the first is answered, the half one behind it is being read.
        await client.GetStream().WriteAsync("GET /livez HTTP/1.1\r\nHost: leader\r\n\r\nGET /livez HTTP/1.1\r\n"u8.ToArray());
        Assert.NotEqual(0, await client.GetStream().ReadAsync(new byte[1]));
        leader.Process.Terminate();
        await standby.Process.LeadsAsync();
        await leader.Process.EndsWellAsync();

        Assert.Contains("given back", leader.Process.Log, StringComparison.Ordinal);
        var waited = pair.LeaseWrites(standby.User)[0].Received - pair.LeaseWrites(leader.User)[^1].Received;
        output.WriteLine($"lease taken {waited.TotalSeconds:0.000} s after it was given back");
        Assert.InRange(waited, TimeSpan.Zero, TimeSpan.FromMinutes(4));
    }

    [Fact]
    public async Task A_leader_that_was_paused_past_its_lease_writes_nothing_when_it_wakes()
    {
        await using var pair = await Pair.StartAsync();
        await using var sandbox = await pair.Cluster.SandboxAsync();
        await sandbox.SettledAsync("before", InstancePhase.Running);
        var (leader, standby) = await pair.RolesAsync();
        // Nothing is under way that could be sent when it wakes, but perhaps the tenant's figures; what others do meanwhile is what tempts it.
        leader.Process.Pause();
        var paused = TimeProvider.System.GetUtcNow();
        await standby.Process.LeadsAsync();
        using var stop = new CancellationTokenSource();
        var churning = new Churn(pair.Cluster.Instances, sandbox.Namespace, seed: 11).RunAsync(() => stop.IsCancellationRequested);
        await Eventually.Holds(() => pair.Cluster.Audit.InstanceWritesSince(standby.User, paused).Count > 50);
        leader.Process.Resume();
        await Pair.KnowsTheLeaderAsync(leader);
        await stop.CancelAsync();
        await churning;
        await sandbox.SettledAsync("after", InstancePhase.Running);

        var (_, again) = AbsenceSince(pair, paused, leader, standby);
        var late = pair.Cluster.Audit.InstanceWritesSince(leader.User, paused).Where(call => call.Received < again);
        Assert.Empty(late.Where(call => call.Resource != "tenants/status").Select(call => call.ToString()));
        Assert.Empty(pair.TakenTooSoon());
        Assert.Empty(HistoryLaws.Broken(sandbox.History.All));

        // It is a candidate like any other again.
        standby.Process.Terminate();
        await standby.Process.EndsWellAsync();
        await leader.Process.LeadsAsync();
    }

    [Fact]
    public async Task A_leader_that_was_paused_amid_its_work_ends_no_more_than_the_writes_that_were_under_way()
    {
        await using var pair = await Pair.StartAsync();
        await using var sandbox = await pair.Cluster.SandboxAsync();
        using var stop = new CancellationTokenSource();
        var churn = new Churn(pair.Cluster.Instances, sandbox.Namespace, seed: 11);
        var churning = churn.RunAsync(() => stop.IsCancellationRequested);
        await Eventually.Holds(async () => churn.Made > 20 && pair.Cluster.Audit.InstanceWrites((await pair.RolesAsync()).Leader.User).Count > 50);
        var (leader, standby) = await pair.RolesAsync();
        leader.Process.Pause();
        var paused = TimeProvider.System.GetUtcNow();
        var known = Enumerable.Range(0, churn.Made).Select(Churn.Name).ToHashSet();
        await standby.Process.LeadsAsync();
        await Eventually.Holds(() => pair.Cluster.Audit.InstanceWritesSince(standby.User, paused).Count > 50);
        leader.Process.Resume();
        await Pair.KnowsTheLeaderAsync(leader);
        await stop.CancelAsync();
        await churning;
        await sandbox.SettledAsync("after", InstancePhase.Running);

        var (taken, again) = AbsenceSince(pair, paused, leader, standby);
        // Asked and allowed before the pause, sent after it: a write that names the version it is based on, so that it counts only
        // where nobody has written since. A second one of the same object would have been decided after the pause, and so would any of
        // an object that was made after it.
        var late = pair.Cluster.Audit.InstanceWrites(leader.User).Where(call => call.Received > taken && call.Received < again).ToList();
        output.WriteLine($"writes that were under way at the pause: {string.Join(", ", late)}");
        Assert.Equal(late.Count, late.DistinctBy(call => (call.Resource, call.Namespace, call.Name)).Count());
        Assert.Empty(late.Where(call => call.Namespace == sandbox.Namespace && !known.Contains(call.Name)).Select(call => call.ToString()));
        Assert.Empty(pair.TakenTooSoon());
        Assert.Empty(HistoryLaws.Broken(sandbox.History.All));
    }

    [Fact]
    public async Task The_last_operator_leaves_a_lease_that_nobody_holds()
    {
        await using var pair = await Pair.StartAsync(Patient);
        var (leader, standby) = await pair.RolesAsync();
        standby.Process.Terminate();
        await standby.Process.EndsWellAsync();
        Assert.NotEmpty(await pair.HolderAsync());
        leader.Process.Terminate();
        await leader.Process.EndsWellAsync();

        Assert.Empty(await pair.HolderAsync());
    }

    // From when another had the lease until it had one of its own again, if ever: a machine that stands still can give it a new term.
    private static (DateTimeOffset Taken, DateTimeOffset Again) AbsenceSince(Pair pair, DateTimeOffset paused, Candidate absent, Candidate other)
    {
        var taken = pair.LeaseWrites(other.User).First(call => call.Received > paused).Received;
        var again = pair.LeaseWrites(absent.User).FirstOrDefault(call => call.Received > taken)?.Received;
        return (taken, again ?? DateTimeOffset.MaxValue);
    }
}
