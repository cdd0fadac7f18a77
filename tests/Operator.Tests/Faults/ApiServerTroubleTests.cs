using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Faults;

public class ApiServerTroubleTests
{
    [Fact]
    public async Task An_api_server_that_is_killed_and_comes_back_is_followed_again()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        var process = cluster.StartOperator();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.SettledAsync("web", InstancePhase.Running);
        await sandbox.ApplyAsync("slow", annotations: "simulate.compute.iaas.dev/delay: create=2s");
        // It may be over by the time this is seen.
        await Eventually.Holds(() => sandbox.History.Of("slow").Any(version => version.Phase == InstancePhase.Staging));
        await cluster.Plane.KillAsync();
        await process.ReadyzAsync((_, text) =>
            text.Contains("[-]instances-synced failed", StringComparison.Ordinal) && text.Contains("cannot be reached", StringComparison.Ordinal));
        await cluster.Plane.RestartAsync();
        await process.LeadsAsync();
        await using var later = await Sandbox.OpenAsync(cluster, sandbox.Namespace);
        await later.PatchAsync("web", """ "restartedAt":"2026-02-01T00:00:00Z" """);
        var restarted = await later.History.UntilAsync("web", instance => instance.Status?.RestartCount == 1 && instance.Holds(InstanceConditions.Ready));
        (await later.KubectlAsync("wait", "--for=condition=Ready", "inst/slow", "--timeout=180s")).Succeeded();

        Assert.Equal([OperationType.Insert, OperationType.Restart], restarted.Status!.Operations!.Select(o => o.Type));
        Assert.Empty(HistoryLaws.Broken(later.History.All));
        Assert.InRange(process.Lines.Count(line => line.Contains(" WARN ", StringComparison.Ordinal) || line.Contains(" ERROR ", StringComparison.Ordinal)), 1, 20);
    }

    [Fact]
    public async Task Connections_that_are_cut_again_and_again_cost_nothing_but_time()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await using var proxy = new TcpProxy(cluster.Plane.Server);
        var process = cluster.StartOperatorAs(await proxy.KubeconfigAsync(cluster.OperatorKubeconfig));
        await process.LeadsAsync();
        await using var sandbox = await cluster.SandboxAsync();
        for (var i = 0; i < 20; i++)
        {
            await sandbox.ApplyAsync($"web-{i}");
            var opened = proxy.Gate.Opened;
            proxy.Gate.Cut();
            await Eventually.Holds(() => proxy.Gate.Opened > opened);
        }

        for (var i = 0; i < 20; i++)
        {
            await sandbox.History.SettledAsync($"web-{i}", InstancePhase.Running);
        }

        Assert.Empty(HistoryLaws.Broken(sandbox.History.All));
        Assert.DoesNotContain(process.Lines, line => line.Contains(" ERROR ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connections_that_fall_silent_are_noticed()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await using var proxy = new TcpProxy(cluster.Plane.Server);
        var process = cluster.StartOperatorAs(await proxy.KubeconfigAsync(cluster.OperatorKubeconfig), "--leader-elect=false");
        await process.ReadyAsync();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.SettledAsync("web", InstancePhase.Running);
        proxy.Gate.Stall();
        await sandbox.PatchAsync("web", """ "powerState":"Stopped" """);

        // Pings every 10 s, each with 10 s for its answer; without them the watch would be silent for three minutes.
        await sandbox.History.SettledAsync("web", InstancePhase.Terminated, TimeSpan.FromSeconds(150));
    }
}
