using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;
using ComputeOperator.Providers.Simulated;

namespace ComputeOperator.Compute.Tests.Life;

/// <summary>A spec that names what is not there, or asks for what its provider lacks: what users read of it, and what a machine does meanwhile.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public async Task An_unknown_machine_type_stalls_until_it_exists()
    {
        var world = new World(World.Instant, new InstanceSpec { MachineType = "huge" });
        await world.SettleAsync();
        var stalled = world.Condition(InstanceConditions.Stalled)!;
        Assert.Equal(Reasons.InvalidConfiguration, stalled.Reason);
        Assert.Equal("spec.machineType: no MachineType 'huge'; allowed: small, large; or custom-N-M[-D]", stalled.Message);
        Assert.Equal(InstancePhase.Provisioning, world.Status.Phase);

        world.MachineTypes["huge"] = world.MachineTypes["large"];
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
        Assert.Null(world.Condition(InstanceConditions.Stalled));
    }

    [Fact]
    public async Task A_running_machine_outlives_its_machine_type_and_is_even_repaired()
    {
        var world = await World.RunningAsync();
        world.MachineTypes.Clear();
        await world.SettleAsync();
        Assert.True(world.Holds(InstanceConditions.Ready));
        Assert.False(world.Holds(InstanceConditions.Accepted));

        world.Annotate("die-after", "1s");
        world.Now += TimeSpan.FromSeconds(2);
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
    }

    [Fact]
    public async Task A_running_machine_is_repaired_as_it_was_though_its_machine_type_is_mistyped()
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { MachineType = "hugee" });
        await world.SettleAsync();
        Assert.Equal((true, false), (world.Holds(InstanceConditions.Ready), world.Holds(InstanceConditions.Accepted)));

        world.Annotate("fail", "create=2");
        world.Vandalize(s => s with { ProviderState = null });
        await world.SettleAsync();
        Assert.Equal((InstancePhase.Running, "small"), (world.Status.Phase, world.Status.MachineType!.Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_start_that_failed_is_not_tried_again_as_a_machine_type_that_is_not_there(bool hasRun)
    {
        var world = hasRun ? await World.RunningAsync() : new World(World.Instant);
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.SettleAsync();
        world.Annotate("fail", "create=forever,start=forever");
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.PassAsync();
        world.Annotate("fail", null);
        if (hasRun)
        {
            world.ChangeSpec(s => s with { MachineType = "hugee" });
        }
        else
        {
            world.MachineTypes.Clear();
        }

        await world.SettleAsync();
        Assert.Equal((InstancePhase.Staging, Reasons.InvalidConfiguration), (world.Status.Phase, world.Condition(InstanceConditions.Stalled)?.Reason));
    }

    [Fact]
    public async Task A_missing_provider_is_no_death()
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { Provider = "gone", RestartedAt = world.Now });
        await world.SettleAsync();
        Assert.Equal((InstancePhase.Running, "ProviderNotFound"), (world.Status.Phase, world.Condition(InstanceConditions.Accepted)!.Reason));
        Assert.Equal(Reasons.InvalidConfiguration, world.Condition(InstanceConditions.Stalled)!.Reason);
    }

    [Fact]
    public async Task What_the_provider_cannot_do_is_said_with_what_it_can()
    {
        var world = await World.RunningAsync(new SimulatedProviderOptions { CreateDelay = TimeSpan.Zero, Suspend = false, HardReset = false });
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.SettleAsync();
        Assert.Equal(Reasons.UnsupportedByProvider, world.Condition(InstanceConditions.Stalled)!.Reason);
        Assert.Equal("spec.powerState: provider simulated cannot do Suspended; allowed: Running, Stopped", world.Condition(InstanceConditions.Stalled)!.Message);
        Assert.Equal(InstancePhase.Running, world.Status.Phase);

        world.ChangeSpec(s => s with { PowerState = PowerState.Running, RestartedAt = world.Now, RestartMode = RestartMode.Hard });
        await world.SettleAsync();
        Assert.Contains("allowed: Graceful", world.Condition(InstanceConditions.Stalled)!.Message, StringComparison.Ordinal);

        world.ChangeSpec(s => s with { RestartMode = RestartMode.Graceful });
        await world.SettleAsync();
        Assert.Null(world.Condition(InstanceConditions.Stalled));
        Assert.Equal(1, world.Status.RestartCount);
    }

    [Theory]
    [InlineData(typeof(ParentFinding.NotFound), "ParentNotFound")]
    [InlineData(typeof(ParentFinding.Deleting), "ParentDeleting")]
    [InlineData(typeof(ParentFinding.Cycle), "ParentCycle")]
    public async Task A_parent_that_does_not_hold_is_refused_until_it_does(Type finding, string reason)
    {
        var world = new World(World.Instant)
        {
            Parent = finding == typeof(ParentFinding.NotFound) ? new ParentFinding.NotFound("router-0")
                : finding == typeof(ParentFinding.Deleting) ? new ParentFinding.Deleting("router-0")
                : new ParentFinding.Cycle(["web-1", "router-0", "web-1"]),
        };
        await world.SettleAsync();
        Assert.Equal(reason, world.Condition(InstanceConditions.Accepted)!.Reason);
        Assert.True(world.Holds(InstanceConditions.Stalled));
        world.Parent = new ParentFinding.Fine();
        await world.SettleAsync();
        Assert.True(world.Holds(InstanceConditions.Ready));
    }

    [Fact]
    public async Task A_cycle_of_many_is_named_in_part_and_can_be_deleted()
    {
        var names = Enumerable.Range(0, 600).Select(i => $"n{i:d62}").ToList();
        var world = new World(World.Instant) { Parent = new ParentFinding.Cycle([.. names, names[0]]) };
        await world.SettleAsync();
        Assert.True(world.Holds(InstanceConditions.Stalled));
        Assert.EndsWith($"{names[9]} -> …", world.Status.StatusMessage, StringComparison.Ordinal);

        world.Delete();
        await world.SettleAsync();
        Assert.True(world.Gone);
    }
}
