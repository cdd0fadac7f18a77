using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tests.Life;

/// <summary>Ends: stops that must be forced, deletions, and what they wait for.</summary>
public sealed class DeletionTests
{
    [Fact]
    public async Task A_stop_that_hangs_is_forced_at_its_deadline()
    {
        var world = await World.RunningAsync();
        world.Annotate("hang", "stop");
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped, StopPolicy = new StopPolicy { GracePeriodSeconds = 20 } });
        var begun = world.Now;
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Terminated, world.Status.Phase);
        Assert.InRange(world.Now - begun, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20.5));
    }

    [Fact]
    public async Task A_deletion_forces_a_stop_at_the_deadline_and_says_so_beforehand()
    {
        var world = await World.RunningAsync();
        world.Annotate("hang", "stop");
        var begun = world.Now;
        world.Delete();
        await world.PassAsync();
        Assert.Equal(InstancePhase.Stopping, world.Status.Phase);
        Assert.Equal(begun.AddSeconds(30), world.Status.Deletion!.ForceAt);
        await world.SettleAsync();
        Assert.True(world.Gone);
        Assert.InRange(world.Now - begun, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30.5));
    }

    [Fact]
    public async Task A_running_one_is_deleted_in_two_writes()
    {
        var world = await World.RunningAsync();
        var writes = world.Writes;
        world.Delete();
        await world.SettleAsync();
        Assert.True(world.Gone);
        Assert.Equal(2, world.Writes - writes);
        Assert.Equal([InstancePhase.Stopping, InstancePhase.Terminated], world.Visited.Skip(3));
    }

    [Theory]
    [InlineData(InstancePhase.Provisioning)]
    [InlineData(InstancePhase.Staging)]
    [InlineData(InstancePhase.Terminated)]
    public async Task One_that_does_not_run_is_deleted_at_once(InstancePhase phase)
    {
        var world = new World(spec: new InstanceSpec { MachineType = "small", PowerState = phase == InstancePhase.Terminated ? PowerState.Stopped : PowerState.Running });
        while (world.Status.Phase != phase)
        {
            await world.PassAsync();
        }

        var writes = world.Writes;
        world.Delete();
        await world.PassAsync();
        Assert.True(world.Gone);
        Assert.Equal(writes, world.Writes);
    }

    [Theory]
    [InlineData("machineType")]
    [InlineData("provider")]
    [InlineData("annotation")]
    public async Task Nothing_that_is_broken_blocks_a_deletion(string broken)
    {
        var world = await World.RunningAsync();
        switch (broken)
        {
            case "machineType": world.MachineTypes.Clear(); break;
            case "provider": world.ChangeSpec(s => s with { Provider = "gone" }); break;
            default: world.Annotate("fail", "nonsense"); break;
        }

        world.Delete();
        await world.SettleAsync();
        Assert.True(world.Gone);
    }

    [Fact]
    public async Task A_parent_waits_for_its_children()
    {
        var world = await World.RunningAsync();
        world.Children = ["child-1", "child-2"];
        world.Delete();
        await world.PassAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
        Assert.Contains("child-1, child-2", world.Status.Deletion!.Reason, StringComparison.Ordinal);
        world.Children = [];
        await world.SettleAsync();
        Assert.True(world.Gone);
    }
}
