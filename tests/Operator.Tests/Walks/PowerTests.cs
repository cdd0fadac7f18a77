using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using static ComputeOperator.Entities.V1.InstancePhase;

namespace ComputeOperator.Operator.Tests.Walks;

public class PowerTests
{
    [Fact]
    public async Task An_instance_runs_stops_and_runs_again_through_every_phase()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        var created = await sandbox.SettledAsync("web", Running, "image: ubuntu-22.04");
        await sandbox.PatchAsync("web", """ "powerState":"Stopped" """);
        var stopped = await sandbox.History.SettledAsync("web", Terminated);
        await sandbox.PatchAsync("web", """ "powerState":"Running" """);
        var started = await sandbox.History.SettledAsync("web", Running);

        Assert.Equal([Provisioning, Staging, Running, Stopping, Terminated, Staging, Running], sandbox.History.Phases("web"));
        Assert.Equal("simulated", created.Status!.Provider);
        Assert.Equal(("e2-small", "500m", "2Gi", "10Gi"), Figures(created));
        Assert.StartsWith("10.", Assert.Single(created.Status.Addresses!).Address, StringComparison.Ordinal);
        Assert.Null(stopped.Status!.Addresses);
        Assert.NotNull(stopped.Status.LastStopTimestamp);
        Assert.Equal(created.Status.InstanceId, started.Status!.InstanceId);
        Assert.Equal([OperationType.Insert, OperationType.Stop, OperationType.Start], started.Status.Operations!.Select(o => o.Type));
        Assert.All(started.Status.Operations!, operation => Assert.Equal(OperationStatus.Done, operation.Status));
    }

    [Fact]
    public async Task An_instance_is_suspended_and_resumed()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("web", Running);
        await sandbox.PatchAsync("web", """ "powerState":"Suspended" """);
        var suspended = await sandbox.History.SettledAsync("web", Suspended);
        await sandbox.PatchAsync("web", """ "powerState":"Running" """);
        await sandbox.History.SettledAsync("web", Running);
        await sandbox.PatchAsync("web", """ "powerState":"Suspended" """);
        await sandbox.History.SettledAsync("web", Suspended);
        await sandbox.PatchAsync("web", """ "powerState":"Stopped" """);
        await sandbox.History.SettledAsync("web", Terminated);

        Assert.Equal(
            [Provisioning, Staging, Running, Suspending, Suspended, Staging, Running, Suspending, Suspended, Stopping, Terminated],
            sandbox.History.Phases("web"));
        Assert.NotNull(suspended.Status!.LastSuspendTimestamp);
    }

    [Fact]
    public async Task An_instance_created_stopped_or_suspended_takes_the_way_of_the_table()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        var off = await sandbox.SettledAsync("down", Terminated, "powerState: Stopped");
        await sandbox.SettledAsync("asleep", Suspended, "powerState: Suspended");
        await sandbox.PatchAsync("down", """ "powerState":"Suspended" """);
        await sandbox.History.SettledAsync("down", Suspended);

        Assert.Null(off.Status!.LastStartTimestamp);
        Assert.Equal([Provisioning, Terminated, Staging, Running, Suspending, Suspended], sandbox.History.Phases("down"));
        Assert.Equal([Provisioning, Staging, Running, Suspending, Suspended], sandbox.History.Phases("asleep"));
    }

    [Fact]
    public async Task A_change_of_mind_in_mid_flight_is_followed_from_there()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("web", annotations: "simulate.compute.iaas.dev/delay: create=60m");
        await sandbox.History.UntilAsync("web", instance => instance.Status?.Phase == Staging);
        await sandbox.PatchAsync("web", """ "powerState":"Stopped" """);
        await sandbox.History.SettledAsync("web", Terminated);

        Assert.Equal([Provisioning, Staging, Stopping, Terminated], sandbox.History.Phases("web"));
    }

    [Fact]
    public async Task A_new_machine_type_waits_for_the_next_start()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("web", Running, "machineType: e2-small");
        await sandbox.PatchAsync("web", """ "machineType":"e2-medium" """);
        var waiting = await sandbox.History.UntilAsync("web", instance => instance.Holds(InstanceConditions.RestartRequired));
        await sandbox.PatchAsync("web", """ "restartedAt":"2026-02-01T00:00:00Z" """);
        var resized = await sandbox.History.UntilAsync("web", instance => instance.Status?.RestartCount == 1 && instance.Holds(InstanceConditions.Ready));

        Assert.Equal("e2-small", waiting.Status!.MachineType!.Name);
        Assert.True(waiting.Holds(InstanceConditions.Ready));
        Assert.Contains("e2-medium takes effect at the next start", waiting.Condition(InstanceConditions.RestartRequired)!.Message, StringComparison.Ordinal);
        Assert.Equal(("e2-medium", "1", "4Gi", "10Gi"), Figures(resized));
        Assert.Null(resized.Condition(InstanceConditions.RestartRequired));
    }

    [Fact]
    public async Task A_machine_that_dies_is_repaired()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("web", Running);
        (await sandbox.KubectlAsync("annotate", "inst", "web", "simulate.compute.iaas.dev/die-after=1ms")).Succeeded();
        var repaired = await sandbox.History.UntilAsync(
            "web", instance => instance.Status?.Operations?.Any(o => o is { Type: OperationType.Repair, Status: OperationStatus.Done }) == true);

        Assert.Equal([Provisioning, Staging, Running, Repairing, Staging, Running], sandbox.History.Phases("web"));
        Assert.True(repaired.Holds(InstanceConditions.Ready));
    }

    [Fact]
    public async Task A_machine_that_dies_is_repaired_though_its_restart_has_to_wait_for_its_user()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("web", Running);
        await sandbox.PatchAsync("web", """ "machineType":"no-such","restartedAt":"2026-01-01T00:00:00Z" """);
        await sandbox.History.UntilAsync("web", instance => instance.IsStalled("InvalidConfiguration", "no-such"));
        // Later than the look that the annotation itself brings.
        (await sandbox.KubectlAsync("annotate", "inst", "web", "simulate.compute.iaas.dev/die-after=10s")).Succeeded();
        await sandbox.History.UntilAsync(
            "web", instance => instance.Status?.Operations?.Any(o => o is { Type: OperationType.Repair, Status: OperationStatus.Done }) == true);

        Assert.Equal([Provisioning, Staging, Running, Repairing, Staging, Running], sandbox.History.Phases("web").Take(6));
    }

    [Fact]
    public async Task A_step_that_fails_is_tried_again_and_says_so_meanwhile()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("web", annotations: "simulate.compute.iaas.dev/fail: create=2");
        var running = await sandbox.History.SettledAsync("web", Running);

        var tries = sandbox.History.Of("web").Select(version => version.Object.Status?.Retry?.Attempts).OfType<int>().Distinct();
        Assert.Equal([1, 2], tries);
        Assert.Null(running.Status!.Retry);
    }

    private static (string Name, string Vcpus, string Memory, string Disk) Figures(Instance instance) =>
        instance.Status!.MachineType is { } type ? (type.Name, type.Vcpus.ToString(), type.Memory.ToString(), type.Disk.ToString() ?? "") : default;
}
