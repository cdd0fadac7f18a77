using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;
using Xunit.Abstractions;

namespace ComputeOperator.Operator.Tests.Faults;

public class KillAtRandomTests(ITestOutputHelper output)
{
    private const int Kills = 16;
    private const int LeastInstances = 200;
    private const int Seed = 20260101;

    [Fact]
    public async Task Killed_at_random_under_churn_everything_converges_and_nothing_happens_twice()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await using var sandbox = await cluster.SandboxAsync();
        var churn = new Churn(cluster.Instances, sandbox.Namespace, Seed);
        using var stop = new CancellationTokenSource();
        var churning = churn.RunAsync(() => stop.IsCancellationRequested && churn.Made >= LeastInstances);

        var random = new Random(Seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            var started = TimeProvider.System.GetUtcNow();
            var process = Start(cluster);
            // Somewhere among its first few hundred writes, which is when a crash matters.
            var writes = random.Next(1, 150);
            await Eventually.Holds(() => cluster.Audit.InstanceWritesSince(InstalledCluster.OperatorUser, started).Count >= writes || churning.IsCompleted, TimeSpan.FromMinutes(10));
            process.Kill();
            Assert.Equal(128 + 9, await process.ExitCodeAsync());
        }

        await stop.CancelAsync();
        await churning;
        var last = Start(cluster);
        await ConvergedAsync(sandbox, churn);
        sandbox.History.ThrowIfEnded();

        await AssertNothingWasMissedAsync(cluster, sandbox);
        Assert.Empty(HistoryLaws.Broken(sandbox.History.All));
        Assert.All(sandbox.History.Names.Where(name => !churn.Alive.ContainsKey(name)), name => Assert.Null(sandbox.History.Latest(name)));
        Assert.False(last.HasExited, last.Log);
        output.WriteLine($"{churn.Made} Instances, {churn.Changes} changes, {sandbox.History.All.Count} versions, {Kills} kills");
    }

    [Fact]
    public async Task Every_restart_asked_for_happens_exactly_once_across_kills()
    {
        const int Restarts = 8;
        // Two wishes, four phases of the one and a reset of the other.
        const int VersionsOfARestart = 7;
        await using var cluster = await InstalledCluster.StartAsync();
        await using var sandbox = await cluster.SandboxAsync();
        var process = Start(cluster);
        await sandbox.SettledAsync("soft", InstancePhase.Running);
        await sandbox.SettledAsync("hard", InstancePhase.Running, "restartMode: Hard");
        var random = new Random(Seed);
        for (var restart = 1; restart <= Restarts; restart++)
        {
            var asked = $"\"restartedAt\":\"2026-01-01T00:00:{restart:00}Z\"";
            var kill = sandbox.History.All.Count + random.Next(VersionsOfARestart + 1);
            await sandbox.PatchAsync("soft", asked);
            await sandbox.PatchAsync("hard", asked);
            // Before, in the middle of, or after the power cycle, as it falls.
            await Eventually.Holds(() => sandbox.History.All.Count >= kill);
            process.Kill();
            await process.ExitCodeAsync();
            process = Start(cluster);
            await sandbox.History.UntilAsync("soft", HasSettled);
            await sandbox.History.UntilAsync("hard", HasSettled);
        }

        Assert.Equal(Restarts, sandbox.History.Latest("soft")!.Status!.RestartCount);
        Assert.Equal(Restarts, sandbox.History.Latest("hard")!.Status!.RestartCount);
        Assert.Equal(Restarts + 1, sandbox.History.Phases("soft").Count(phase => phase == InstancePhase.Running));
        Assert.Equal(1, sandbox.History.Phases("hard").Count(phase => phase == InstancePhase.Running));
        Assert.Empty(HistoryLaws.Broken(sandbox.History.All));
    }

    private static bool HasSettled(Instance instance) =>
        instance.Status!.ObservedRestartedAt == instance.Spec.RestartedAt && instance.Holds(InstanceConditions.Ready)
        && instance.Status.Phase == InstancePhase.Running;

    // Each is dead before the next one starts: a lease would add nothing but terms that end where the machine stands still.
    private static OperatorProcess Start(InstalledCluster cluster) => cluster.StartOperator("--leader-elect=false");

    private static async Task ConvergedAsync(Sandbox sandbox, Churn churn)
    {
        foreach (var (name, power) in churn.Alive)
        {
            var phase = power switch
            {
                PowerState.Running => InstancePhase.Running,
                PowerState.Stopped => InstancePhase.Terminated,
                PowerState.Suspended => InstancePhase.Suspended,
            };
            await sandbox.History.SettledAsync(name, phase, TimeSpan.FromMinutes(10));
        }

        foreach (var name in sandbox.History.Names.Where(name => !churn.Alive.ContainsKey(name)))
        {
            await sandbox.History.GoneAsync(name);
        }
    }

    // The watch is only evidence if it is complete: etcd counts the writes of each key by itself.
    private static Task AssertNothingWasMissedAsync(InstalledCluster cluster, Sandbox sandbox) => Eventually.Passes(async () =>
    {
        var written = await Etcd.WritesAsync(cluster.Plane, sandbox.Namespace);
        Assert.NotEmpty(written);
        Assert.All(written, key => Assert.Equal(key.Value, sandbox.History.Of(key.Key).Count));
    });
}
