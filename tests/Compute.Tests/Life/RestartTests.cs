using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Providers.Simulated;

namespace ComputeOperator.Compute.Tests.Life;

/// <summary>Restarts and resizes: what they do, and when.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task A_graceful_restart_is_one_power_cycle()
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { RestartedAt = world.Now });
        await world.SettleAsync();
        Assert.Equal(
            [InstancePhase.Stopping, InstancePhase.Terminated, InstancePhase.Staging, InstancePhase.Running], world.Visited.Skip(3));
        Assert.Equal(1, world.Status.RestartCount);
        Assert.Equal(world.Instance.Spec.RestartedAt, world.Status.ObservedRestartedAt);
        Assert.Equal([OperationType.Insert, OperationType.Restart], world.Status.Operations!.Select(o => o.Type));

        var writes = world.Writes;
        await world.SettleAsync();
        Assert.Equal(writes, world.Writes);
    }

    [Fact]
    public async Task A_hard_restart_stays_running()
    {
        var world = await World.RunningAsync(new SimulatedProviderOptions());
        world.ChangeSpec(s => s with { RestartedAt = world.Now, RestartMode = RestartMode.Hard });
        await world.PassAsync();
        Assert.False(world.Holds(InstanceConditions.Ready));
        await world.SettleAsync();
        Assert.True(world.Holds(InstanceConditions.Ready));
        Assert.Equal(3, world.Edges.Count);
        Assert.Equal(1, world.Status.RestartCount);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(0)]
    public async Task Rolling_restartedAt_back_or_removing_it_does_nothing(int seconds)
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { RestartedAt = world.Now });
        await world.SettleAsync();
        world.ChangeSpec(s => s with { RestartedAt = seconds == 0 ? null : world.Now.AddSeconds(seconds) });
        await world.SettleAsync();
        Assert.Equal(1, world.Status.RestartCount);
    }

    [Fact]
    public async Task What_was_asked_at_creation_or_while_off_counts_as_done()
    {
        var world = new World(World.Instant);
        world.ChangeSpec(s => s with { RestartedAt = world.Now });
        await world.SettleAsync();
        Assert.Equal(3, world.Edges.Count);

        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.SettleAsync();
        world.ChangeSpec(s => s with { RestartedAt = world.Now.AddMinutes(1) });
        await world.SettleAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.SettleAsync();
        Assert.Null(world.Status.RestartCount);
    }

    [Theory]
    [InlineData(PowerState.Stopped)]
    [InlineData(PowerState.Suspended)]
    public async Task What_is_asked_by_the_change_that_starts_it_counts_as_done(PowerState rest)
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { PowerState = rest });
        await world.SettleAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Running, RestartedAt = world.Now });
        await world.SettleAsync();
        Assert.Equal((InstancePhase.Running, null), (world.Status.Phase, world.Status.RestartCount));
        Assert.Equal(world.Instance.Spec.RestartedAt, world.Status.ObservedRestartedAt);
    }

    [Fact]
    public async Task What_is_asked_by_the_change_that_takes_a_failing_suspend_back_is_done()
    {
        var world = await World.RunningAsync();
        world.Annotate("fail", "suspend=forever");
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.PassAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Running, RestartedAt = world.Now });
        await world.SettleAsync();
        Assert.Equal((InstancePhase.Running, 1), (world.Status.Phase, world.Status.RestartCount));
        Assert.Contains(InstancePhase.Terminated, world.Visited);
    }

    [Fact]
    public async Task What_is_asked_while_it_waits_for_room_counts_as_done()
    {
        var world = new World(World.Instant) { Tenancy = new Admission.Waiting("no room") };
        await world.SettleAsync();
        world.ChangeSpec(s => s with { RestartedAt = world.Now });
        await world.SettleAsync();
        Assert.Equal(world.Instance.Spec.RestartedAt, world.Status.ObservedRestartedAt);

        world.ChangeSpec(s => s with { RestartedAt = world.Now.AddMinutes(1) });
        world.Tenancy = null;
        await world.SettleAsync();
        Assert.Equal((InstancePhase.Running, null), (world.Status.Phase, world.Status.RestartCount));
    }

    [Theory]
    [InlineData(InstancePhase.Terminated, 1)]
    [InlineData(InstancePhase.Staging, 2)]
    public async Task What_is_asked_while_a_restart_has_it_off_is_done_by_its_boot_and_what_is_asked_after_that_is_not(InstancePhase phase, int restarts)
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { RestartedAt = world.Now });
        while (world.Status.Phase != phase)
        {
            await world.PassAsync();
        }

        world.ChangeSpec(s => s with { RestartedAt = world.Now.AddMinutes(1) });
        await world.SettleAsync();
        Assert.Equal((InstancePhase.Running, restarts), (world.Status.Phase, world.Status.RestartCount));
        Assert.Equal(world.Instance.Spec.RestartedAt, world.Status.ObservedRestartedAt);
    }

    [Fact]
    public async Task A_resize_waits_for_the_next_start()
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { MachineType = "large" });
        await world.SettleAsync();
        Assert.True(world.Holds(InstanceConditions.RestartRequired));
        Assert.True(world.Holds(InstanceConditions.Ready));
        Assert.Equal("small", world.Status.MachineType!.Name);

        world.ChangeSpec(s => s with { RestartedAt = world.Now });
        await world.SettleAsync();
        Assert.Equal("large", world.Status.MachineType!.Name);
        Assert.DoesNotContain(world.Status.Conditions!, c => c.Type == InstanceConditions.RestartRequired);
    }

    [Fact]
    public async Task A_restart_counts_though_its_first_try_to_stop_fails()
    {
        var world = await World.RunningAsync();
        world.Annotate("fail", "stop=1");
        world.ChangeSpec(s => s with { RestartedAt = world.Now });
        await world.SettleAsync();
        Assert.Equal((1, InstancePhase.Running), (world.Status.RestartCount, world.Status.Phase));
    }

    [Fact]
    public async Task A_restart_that_a_stop_overtakes_ends()
    {
        var world = await World.RunningAsync(new SimulatedProviderOptions { CreateDelay = TimeSpan.Zero, StopDelay = TimeSpan.FromSeconds(5) });
        world.ChangeSpec(s => s with { RestartedAt = world.Now });
        await world.PassAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.SettleAsync();
        var restart = world.Status.Operations![^1];
        Assert.Equal((OperationType.Restart, OperationStatus.Done, "superseded by stop"), (restart.Type, restart.Status, restart.Error));

        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.SettleAsync();
        Assert.Equal(OperationType.Start, world.Status.Operations![^1].Type);
    }

    [Fact]
    public async Task A_restart_that_cannot_go_on_and_is_given_up_for_a_stop_is_no_success()
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { RestartedAt = world.Now });
        await world.PassAsync();
        world.MachineTypes.Clear();
        await world.SettleAsync();
        Assert.Equal((InstancePhase.Terminated, true), (world.Status.Phase, world.Holds(InstanceConditions.Stalled)));

        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.SettleAsync();
        var restart = world.Status.Operations![^1];
        Assert.Equal((OperationType.Restart, OperationStatus.Done, "superseded by stop"), (restart.Type, restart.Status, restart.Error));
    }

    [Fact]
    public async Task Two_resets_in_a_row_are_two_operations()
    {
        var world = await World.RunningAsync(new SimulatedProviderOptions { CreateDelay = TimeSpan.Zero, RestartDelay = TimeSpan.FromMinutes(1) });
        world.ChangeSpec(s => s with { RestartedAt = world.Now, RestartMode = RestartMode.Hard });
        await world.PassAsync();
        world.ChangeSpec(s => s with { RestartedAt = world.Now.AddSeconds(1) });
        await world.SettleAsync();
        Assert.Equal(2, world.Status.RestartCount);
        Assert.Equal(
            [(OperationType.Reset, OperationStatus.Done, null), (OperationType.Reset, OperationStatus.Done, null)],
            world.Status.Operations!.Skip(1).Select(o => (o.Type, o.Status, o.Error)));
    }

    [Fact]
    public async Task A_reset_that_fails_and_is_tried_again_is_one_operation()
    {
        var world = await World.RunningAsync();
        world.Annotate("fail", "restart=2");
        world.ChangeSpec(s => s with { RestartedAt = world.Now, RestartMode = RestartMode.Hard });
        await world.SettleAsync();
        Assert.Equal(1, world.Status.RestartCount);
        Assert.Equal([OperationType.Insert, OperationType.Reset], world.Status.Operations!.Select(o => o.Type));
    }

    [Fact]
    public async Task A_reset_that_failed_and_is_withdrawn_ends_with_its_error()
    {
        var world = await World.RunningAsync();
        world.Annotate("fail", "restart=always");
        world.ChangeSpec(s => s with { RestartedAt = world.Now, RestartMode = RestartMode.Hard });
        await world.PassAsync();
        world.ChangeSpec(s => s with { RestartedAt = null });
        await world.SettleAsync();
        Assert.Contains("always fails", world.Status.Operations![^1].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_could_not_be_started_again_is_not_stopped_for_a_restart()
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { MachineType = "hugee", RestartedAt = world.Now });
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
        Assert.True(world.Holds(InstanceConditions.Stalled));

        world.ChangeSpec(s => s with { MachineType = "large" });
        await world.SettleAsync();
        Assert.Equal((1, "large"), (world.Status.RestartCount, world.Status.MachineType!.Name));
    }
}
