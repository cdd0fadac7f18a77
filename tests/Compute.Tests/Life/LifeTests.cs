using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tests.Life;

/// <summary>The published life, wish by wish: which phases are seen, how many writes they cost, and what users read meanwhile.</summary>
public sealed class LifeTests
{
    [Fact]
    public async Task Created_running_takes_three_writes()
    {
        var world = new World(World.Instant);
        await world.SettleAsync();
        Assert.Equal([InstancePhase.Provisioning, InstancePhase.Staging, InstancePhase.Running], world.Visited);
        Assert.Equal(3, world.Writes);
        Assert.True(world.Holds(InstanceConditions.Ready));
        Assert.Equal("small", world.Status.MachineType!.Name);
        Assert.Matches(@"^10\.\d+\.\d+\.\d+$", Assert.Single(world.Status.Addresses!).Address);
    }

    [Fact]
    public async Task The_first_write_carries_generation_readiness_and_phase()
    {
        var world = new World();
        await world.PassAsync();
        Assert.Equal(1, world.Status.ObservedGeneration);
        Assert.Equal(InstancePhase.Provisioning, world.Status.Phase);
        Assert.False(world.Holds(InstanceConditions.Ready));
        Assert.True(world.Holds(InstanceConditions.Reconciling));
    }

    [Fact]
    public async Task Also_one_that_cannot_be_observed_has_a_phase_at_once()
    {
        var world = new World();
        world.Annotate("fail", "nonsense");
        await world.PassAsync();
        Assert.Equal(InstancePhase.Provisioning, world.Status.Phase);
        Assert.True(world.Holds(InstanceConditions.Stalled));
        world.Annotate("fail", null);
        var mended = world.Now;
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
        Assert.InRange(world.Now - mended, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Making_a_machine_takes_its_time()
    {
        var world = new World();
        var begun = world.Now;
        await world.SettleAsync();
        Assert.InRange(world.Now - begun, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2.1));
    }

    [Fact]
    public async Task Created_stopped_never_runs_until_started()
    {
        var world = new World(World.Instant, new InstanceSpec { MachineType = "small", PowerState = PowerState.Stopped });
        await world.SettleAsync();
        Assert.Equal([InstancePhase.Provisioning, InstancePhase.Terminated], world.Visited);
        Assert.Null(world.Status.ProviderState);
        Assert.True(world.Holds(InstanceConditions.Ready));

        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
    }

    [Fact]
    public async Task Stop_and_start_take_two_writes_each()
    {
        var world = await World.RunningAsync();
        var writes = world.Writes;
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.SettleAsync();
        Assert.Equal(2, world.Writes - writes);
        Assert.Equal([InstancePhase.Stopping, InstancePhase.Terminated], world.Visited.Skip(3));
        Assert.NotNull(world.Status.LastStopTimestamp);
        Assert.Null(world.Status.Addresses);

        writes = world.Writes;
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.SettleAsync();
        Assert.Equal(2, world.Writes - writes);
        Assert.Equal([InstancePhase.Staging, InstancePhase.Running], world.Visited.Skip(5));
    }

    [Fact]
    public async Task Suspend_and_resume()
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.SettleAsync();
        Assert.Equal([InstancePhase.Suspending, InstancePhase.Suspended], world.Visited.Skip(3));
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.SettleAsync();
        Assert.Equal([InstancePhase.Staging, InstancePhase.Running], world.Visited.Skip(5));
        Assert.Equal([OperationType.Insert, OperationType.Suspend, OperationType.Resume], world.Status.Operations!.Select(o => o.Type));
    }

    [Fact]
    public async Task A_stopped_machine_runs_before_it_is_suspended()
    {
        var world = new World(World.Instant, new InstanceSpec { MachineType = "small", PowerState = PowerState.Stopped });
        await world.SettleAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.SettleAsync();
        Assert.Equal(
            [InstancePhase.Staging, InstancePhase.Running, InstancePhase.Suspending, InstancePhase.Suspended], world.Visited.Skip(2));
    }

    [Fact]
    public async Task Only_the_last_ten_operations_are_kept()
    {
        var world = await World.RunningAsync();
        for (var i = 0; i < 8; i++)
        {
            world.Now += TimeSpan.FromMinutes(1);
            world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
            await world.SettleAsync();
            world.ChangeSpec(s => s with { PowerState = PowerState.Running });
            await world.SettleAsync();
        }

        Assert.Equal(10, world.Status.Operations!.Count);
        Assert.All(world.Status.Operations, o => Assert.Equal((OperationStatus.Done, 100, (string?)null), (o.Status, o.Progress, o.Error)));
    }

    [Fact]
    public async Task A_change_of_mind_in_flight_is_followed_and_the_first_operation_says_so()
    {
        var world = new World();
        await world.PassAsync();
        await world.PassAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.SettleAsync();
        Assert.Equal(
            [InstancePhase.Provisioning, InstancePhase.Staging, InstancePhase.Stopping, InstancePhase.Terminated], world.Visited);
        Assert.Equal("superseded by stop", world.Status.Operations![0].Error);
    }
}
