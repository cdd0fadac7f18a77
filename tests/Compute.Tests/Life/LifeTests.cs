using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Providers.Simulated;

namespace ComputeOperator.Compute.Tests.Life;

/// <summary>The published life, wish by wish: which phases are seen, how many writes they cost, and what users read meanwhile.</summary>
public sealed class LifeTests
{
    private static readonly SimulatedProviderOptions Instant = new() { CreateDelay = TimeSpan.Zero, RestartDelay = TimeSpan.Zero };

    [Fact]
    public async Task Created_running_takes_three_writes()
    {
        var world = new World(Instant);
        await world.SettleAsync();
        Assert.Equal([InstancePhase.Provisioning, InstancePhase.Staging, InstancePhase.Running], world.Visited);
        Assert.Equal(3, world.Writes);
        Assert.True(Holds(world, InstanceConditions.Ready));
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
        Assert.False(Holds(world, InstanceConditions.Ready));
        Assert.True(Holds(world, InstanceConditions.Reconciling));
    }

    [Fact]
    public async Task Also_one_that_cannot_be_observed_has_a_phase_at_once()
    {
        var world = new World();
        world.Annotate("fail", "nonsense");
        await world.PassAsync();
        Assert.Equal(InstancePhase.Provisioning, world.Status.Phase);
        Assert.True(Holds(world, InstanceConditions.Stalled));
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
        var world = new World(Instant, new InstanceSpec { MachineType = "small", PowerState = PowerState.Stopped });
        await world.SettleAsync();
        Assert.Equal([InstancePhase.Provisioning, InstancePhase.Terminated], world.Visited);
        Assert.Null(world.Status.ProviderState);
        Assert.True(Holds(world, InstanceConditions.Ready));

        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
    }

    [Fact]
    public async Task Stop_and_start_take_two_writes_each()
    {
        var world = await RunningAsync();
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
        var world = await RunningAsync();
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
        var world = new World(Instant, new InstanceSpec { MachineType = "small", PowerState = PowerState.Stopped });
        await world.SettleAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.SettleAsync();
        Assert.Equal(
            [InstancePhase.Staging, InstancePhase.Running, InstancePhase.Suspending, InstancePhase.Suspended], world.Visited.Skip(2));
    }

    [Fact]
    public async Task A_graceful_restart_is_one_power_cycle()
    {
        var world = await RunningAsync();
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
        var world = await RunningAsync(new SimulatedProviderOptions());
        world.ChangeSpec(s => s with { RestartedAt = world.Now, RestartMode = RestartMode.Hard });
        await world.PassAsync();
        Assert.False(Holds(world, InstanceConditions.Ready));
        await world.SettleAsync();
        Assert.True(Holds(world, InstanceConditions.Ready));
        Assert.Equal(3, world.Edges.Count);
        Assert.Equal(1, world.Status.RestartCount);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(0)]
    public async Task Rolling_restartedAt_back_or_removing_it_does_nothing(int seconds)
    {
        var world = await RunningAsync();
        world.ChangeSpec(s => s with { RestartedAt = world.Now });
        await world.SettleAsync();
        world.ChangeSpec(s => s with { RestartedAt = seconds == 0 ? null : world.Now.AddSeconds(seconds) });
        await world.SettleAsync();
        Assert.Equal(1, world.Status.RestartCount);
    }

    [Fact]
    public async Task What_was_asked_at_creation_or_while_off_counts_as_done()
    {
        var world = new World(Instant);
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

    [Fact]
    public async Task A_resize_waits_for_the_next_start()
    {
        var world = await RunningAsync();
        world.ChangeSpec(s => s with { MachineType = "large" });
        await world.SettleAsync();
        Assert.True(Holds(world, InstanceConditions.RestartRequired));
        Assert.True(Holds(world, InstanceConditions.Ready));
        Assert.Equal("small", world.Status.MachineType!.Name);

        world.ChangeSpec(s => s with { RestartedAt = world.Now });
        await world.SettleAsync();
        Assert.Equal("large", world.Status.MachineType!.Name);
        Assert.DoesNotContain(world.Status.Conditions!, c => c.Type == InstanceConditions.RestartRequired);
    }

    [Fact]
    public async Task A_machine_that_died_is_repaired()
    {
        var world = await RunningAsync();
        world.Annotate("die-after", "5s");
        world.Now += TimeSpan.FromSeconds(10);
        await world.SettleAsync();
        Assert.Equal([InstancePhase.Repairing, InstancePhase.Staging, InstancePhase.Running], world.Visited.Skip(3));
        Assert.Equal(OperationType.Repair, world.Status.Operations![^1].Type);
    }

    [Fact]
    public async Task A_machine_that_keeps_dying_is_brought_back_ever_more_slowly()
    {
        var world = await RunningAsync();
        world.Annotate("die-after", "1s");
        world.Annotate("die-times", "100");
        var pauses = new List<TimeSpan>();
        for (var deaths = 0; deaths < 4; deaths++)
        {
            world.Now += TimeSpan.FromSeconds(1);
            await world.PassAsync();
            Assert.Equal(InstancePhase.Repairing, world.Status.Phase);
            var begun = world.Now;
            await world.SettleAsync();
            pauses.Add(world.Now - begun);
        }

        Assert.True(pauses[0] < TimeSpan.FromSeconds(0.5), "the first repair is at once");
        Assert.True(pauses[2] > pauses[1] && pauses[3] > pauses[2], string.Join(", ", pauses));
    }

    [Fact]
    public async Task A_stop_that_hangs_is_forced_at_its_deadline()
    {
        var world = await RunningAsync();
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
        var world = await RunningAsync();
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
        var world = await RunningAsync();
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
        var world = await RunningAsync();
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
        var world = await RunningAsync();
        world.Children = ["child-1", "child-2"];
        world.Delete();
        await world.PassAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
        Assert.Contains("child-1, child-2", world.Status.Deletion!.Reason, StringComparison.Ordinal);
        world.Children = [];
        await world.SettleAsync();
        Assert.True(world.Gone);
    }

    [Fact]
    public async Task A_failure_is_retried_in_growing_pauses_and_then_forgotten()
    {
        var world = new World(Instant);
        world.Annotate("fail", "create=3");
        await world.PassAsync();
        await world.PassAsync();
        Assert.Equal(1, world.Status.Retry!.Attempts);
        Assert.Contains("create fails", world.Status.Retry.LastError, StringComparison.Ordinal);
        var first = world.Status.Retry.NextRetryTime - world.Now;

        await world.PassAsync();
        Assert.Equal(1, world.Status.Retry.Attempts);

        world.Now = world.Status.Retry.NextRetryTime;
        await world.PassAsync();
        Assert.Equal(2, world.Status.Retry.Attempts);
        Assert.True(world.Status.Retry.NextRetryTime - world.Now > first);

        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
        Assert.Null(world.Status.Retry);
        Assert.Null(world.Status.Operations![^1].Error);
    }

    [Fact]
    public async Task A_change_of_spec_brings_the_next_try_forward()
    {
        var world = new World(Instant);
        world.Annotate("fail", "create=always");
        await world.PassAsync();
        await world.PassAsync();
        Assert.True(Holds(world, InstanceConditions.Stalled));
        Assert.Equal(Reasons.UnrecoverableError, Condition(world, InstanceConditions.Stalled)!.Reason);

        world.Annotate("fail", null);
        world.ChangeSpec(s => s with { RestartMode = RestartMode.Hard });
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
    }

    [Fact]
    public async Task A_machine_that_cannot_be_made_can_still_be_stopped()
    {
        var world = new World(Instant);
        world.Annotate("fail", "create=forever");
        await world.PassAsync();
        await world.PassAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Terminated, world.Status.Phase);
    }

    [Fact]
    public async Task An_unknown_machine_type_stalls_until_it_exists()
    {
        var world = new World(Instant, new InstanceSpec { MachineType = "huge" });
        await world.SettleAsync();
        var stalled = Condition(world, InstanceConditions.Stalled)!;
        Assert.Equal(Reasons.InvalidConfiguration, stalled.Reason);
        Assert.Equal("spec.machineType: no MachineType 'huge'; allowed: small, large; or custom-N-M[-D]", stalled.Message);
        Assert.Equal(InstancePhase.Provisioning, world.Status.Phase);

        world.MachineTypes["huge"] = world.MachineTypes["large"];
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
        Assert.Null(Condition(world, InstanceConditions.Stalled));
    }

    [Fact]
    public async Task A_running_machine_outlives_its_machine_type_and_is_even_repaired()
    {
        var world = await RunningAsync();
        world.MachineTypes.Clear();
        await world.SettleAsync();
        Assert.True(Holds(world, InstanceConditions.Ready));
        Assert.False(Holds(world, InstanceConditions.Accepted));

        world.Annotate("die-after", "1s");
        world.Now += TimeSpan.FromSeconds(2);
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
    }

    [Fact]
    public async Task What_the_provider_cannot_do_is_said_with_what_it_can()
    {
        var world = await RunningAsync(new SimulatedProviderOptions { CreateDelay = TimeSpan.Zero, Suspend = false, HardReset = false });
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.SettleAsync();
        Assert.Equal(Reasons.UnsupportedByProvider, Condition(world, InstanceConditions.Stalled)!.Reason);
        Assert.Equal("spec.powerState: provider simulated cannot do Suspended; allowed: Running, Stopped", Condition(world, InstanceConditions.Stalled)!.Message);
        Assert.Equal(InstancePhase.Running, world.Status.Phase);

        world.ChangeSpec(s => s with { PowerState = PowerState.Running, RestartedAt = world.Now, RestartMode = RestartMode.Hard });
        await world.SettleAsync();
        Assert.Contains("allowed: Graceful", Condition(world, InstanceConditions.Stalled)!.Message, StringComparison.Ordinal);

        world.ChangeSpec(s => s with { RestartMode = RestartMode.Graceful });
        await world.SettleAsync();
        Assert.Null(Condition(world, InstanceConditions.Stalled));
        Assert.Equal(1, world.Status.RestartCount);
    }

    [Theory]
    [InlineData(typeof(ParentFinding.NotFound), "ParentNotFound")]
    [InlineData(typeof(ParentFinding.Deleting), "ParentDeleting")]
    [InlineData(typeof(ParentFinding.Cycle), "ParentCycle")]
    public async Task A_parent_that_does_not_hold_is_refused_until_it_does(Type finding, string reason)
    {
        var world = new World(Instant)
        {
            Parent = finding == typeof(ParentFinding.NotFound) ? new ParentFinding.NotFound("router-0")
                : finding == typeof(ParentFinding.Deleting) ? new ParentFinding.Deleting("router-0")
                : new ParentFinding.Cycle(["web-1", "router-0", "web-1"]),
        };
        await world.SettleAsync();
        Assert.Equal(reason, Condition(world, InstanceConditions.Accepted)!.Reason);
        Assert.True(Holds(world, InstanceConditions.Stalled));
        world.Parent = new ParentFinding.Fine();
        await world.SettleAsync();
        Assert.True(Holds(world, InstanceConditions.Ready));
    }

    [Fact]
    public async Task Nonsense_in_status_is_recomputed()
    {
        var world = await RunningAsync();
        var good = world.Status;
        world.Vandalize(s => s with { StatusMessage = "ha", InstanceId = "0", Conditions = [], ObservedGeneration = 99, Provider = null });
        await world.PassAsync();
        Assert.Equal(good.InstanceId, world.Status.InstanceId);
        Assert.Equal(good.StatusMessage, world.Status.StatusMessage);
        Assert.True(Holds(world, InstanceConditions.Ready));
    }

    [Fact]
    public async Task Only_the_last_ten_operations_are_kept()
    {
        var world = await RunningAsync();
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

    private static async Task<World> RunningAsync(SimulatedProviderOptions? options = null)
    {
        var world = new World(options ?? Instant);
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
        return world;
    }

    private static Condition? Condition(World world, string type) => world.Status.Conditions!.FirstOrDefault(c => c.Type == type);

    private static bool Holds(World world, string type) => Condition(world, type)?.Status == ConditionStatus.True;
}
