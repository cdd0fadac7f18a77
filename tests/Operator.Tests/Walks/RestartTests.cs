using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using static ComputeOperator.Entities.V1.InstancePhase;

namespace ComputeOperator.Operator.Tests.Walks;

public class RestartTests
{
    [Fact]
    public async Task A_graceful_restart_is_one_full_power_cycle()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("web", Running, "restartedAt: '2026-01-01T00:00:00Z'");
        await sandbox.PatchAsync("web", """ "restartedAt":"2026-01-02T00:00:00Z" """);
        var restarted = await sandbox.History.UntilAsync("web", instance => instance.Status?.RestartCount == 1 && instance.Holds(InstanceConditions.Ready));

        Assert.Equal([Provisioning, Staging, Running, Stopping, Terminated, Staging, Running], sandbox.History.Phases("web"));
        Assert.Equal(restarted.Spec.RestartedAt, restarted.Status!.ObservedRestartedAt);
        Assert.Equal([OperationType.Insert, OperationType.Restart], restarted.Status.Operations!.Select(o => o.Type));
    }

    [Fact]
    public async Task A_hard_restart_never_leaves_running()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("web", Running, "restartMode: Hard", "simulate.compute.iaas.dev/delay: restart=300ms");
        await sandbox.PatchAsync("web", """ "restartedAt":"2026-01-02T00:00:00Z" """);
        var reset = await sandbox.History.UntilAsync("web", instance => instance.Status?.RestartCount == 1 && instance.Holds(InstanceConditions.Ready));

        Assert.Equal([Provisioning, Staging, Running], sandbox.History.Phases("web"));
        Assert.Contains(sandbox.History.Of("web"), version => version.Object.Status?.StatusMessage == "The machine is being reset.");
        Assert.Equal(OperationType.Reset, reset.Status!.Operations![^1].Type);
    }

    [Fact]
    public async Task A_time_that_is_not_later_or_comes_while_off_restarts_nothing()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("web", Terminated, "powerState: Stopped, restartedAt: '2026-01-02T00:00:00Z'");
        await sandbox.PatchAsync("web", """ "restartedAt":"2026-01-03T00:00:00Z" """);
        await sandbox.History.UntilAsync("web", instance => instance.Status!.ObservedRestartedAt == instance.Spec.RestartedAt);
        await sandbox.PatchAsync("web", """ "powerState":"Running" """);
        await sandbox.History.SettledAsync("web", Running);
        await sandbox.PatchAsync("web", """ "restartedAt":"2026-01-01T00:00:00Z" """);
        await sandbox.History.SettledAsync("web", Running);
        await sandbox.PatchAsync("web", """ "restartedAt":null """);
        var unmoved = await sandbox.History.SettledAsync("web", Running);

        Assert.Null(unmoved.Status!.RestartCount);
        Assert.Equal([Provisioning, Terminated, Staging, Running], sandbox.History.Phases("web"));
    }
}
