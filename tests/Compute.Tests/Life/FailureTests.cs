using ComputeOperator.Compute.Planning;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Providers.Simulated;

namespace ComputeOperator.Compute.Tests.Life;

/// <summary>What goes wrong, what users read of it, and how it mends itself.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task A_machine_that_died_is_repaired()
    {
        var world = await World.RunningAsync();
        world.Annotate("die-after", "5s");
        world.Now += TimeSpan.FromSeconds(10);
        await world.SettleAsync();
        Assert.Equal([InstancePhase.Repairing, InstancePhase.Staging, InstancePhase.Running], world.Visited.Skip(3));
        Assert.Equal(OperationType.Repair, world.Status.Operations![^1].Type);
    }

    [Fact]
    public async Task An_operator_that_does_not_lead_any_more_asks_the_provider_for_nothing()
    {
        var world = new World(World.Instant);
        PassResult pass;
        while ((pass = await world.PassAsync(crash: true)).Plan.Step.Action is null)
        {
            await world.PassAsync();
        }

        Assert.IsType<Outcome.Done>(pass.Outcome);
        world.MayAct = false;
        Assert.IsType<Outcome.NotAsked>((await world.PassAsync(crash: true)).Outcome);
    }

    [Fact]
    public async Task A_machine_that_keeps_dying_is_brought_back_ever_more_slowly()
    {
        var world = await World.RunningAsync();
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
    public async Task Deaths_before_the_clock_was_set_back_do_not_slow_down_a_repair()
    {
        var world = await World.RunningAsync();
        await world.KeepDyingAsync(times: 4);
        await world.SettleAsync();
        world.Now -= TimeSpan.FromDays(1);
        world.Vandalize(s => s with { ProviderState = null });
        var begun = world.Now;
        await world.SettleAsync();
        Assert.Equal((InstancePhase.Running, OperationType.Repair), (world.Status.Phase, world.Status.Operations![^1].Type));
        Assert.InRange(world.Now - begun, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task A_failure_is_retried_in_growing_pauses_and_then_forgotten()
    {
        var world = new World(World.Instant);
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
    public async Task A_clock_that_is_set_back_does_not_put_off_the_next_try()
    {
        var world = new World(World.Instant);
        world.Annotate("fail", "create=1");
        await world.PassAsync();
        await world.PassAsync();
        Assert.Equal(1, world.Status.Retry!.Attempts);

        world.Now -= TimeSpan.FromHours(1);
        var begun = world.Now;
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
        Assert.InRange(world.Now - begun, TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task The_failures_of_one_thing_do_not_count_for_another()
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.SettleAsync();
        world.Annotate("fail", "start=100");
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        while (world.Status.Retry is not { Attempts: 10 })
        {
            await world.PassAsync();
            world.Now = world.Status.Retry?.NextRetryTime ?? world.Now;
        }

        world.Annotate("fail", "delete=1");
        world.Delete();
        await world.PassAsync();
        Assert.Equal(("Delete", 1), (world.Status.Retry.Action, world.Status.Retry.Attempts));
        Assert.InRange(world.Status.Retry.NextRetryTime - world.Now, TimeSpan.Zero, TimeSpan.FromSeconds(2));

        world.Now = world.Status.Retry.NextRetryTime;
        await world.PassAsync();
        Assert.True(world.Gone);
    }

    [Fact]
    public async Task Not_seeing_a_machine_is_counted_apart_from_what_failed_before()
    {
        var world = new World(World.Instant);
        world.Annotate("fail", "create=100");
        while (world.Status.Retry is not { Attempts: 5 })
        {
            await world.PassAsync();
            world.Now = world.Status.Retry?.NextRetryTime ?? world.Now;
        }

        world.Annotate("fail", "nonsense");
        await world.PassAsync();
        Assert.Equal(("Observe", 1), (world.Status.Retry.Action, world.Status.Retry.Attempts));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-7)]
    public async Task Failures_that_somebody_made_up_are_counted_within_bounds(int attempts)
    {
        var world = new World(World.Instant);
        world.Annotate("fail", "create=always");
        await world.PassAsync();
        await world.PassAsync();
        world.Vandalize(s => s with { Retry = s.Retry! with { Attempts = attempts } });
        world.Now = world.Status.Retry!.NextRetryTime;
        await world.PassAsync();
        Assert.InRange(world.Status.Retry.Attempts, 1, RetryStatus.MostAttempts);
    }

    [Fact]
    public async Task A_change_of_spec_brings_the_next_try_forward()
    {
        var world = new World(World.Instant);
        world.Annotate("fail", "create=always");
        await world.PassAsync();
        await world.PassAsync();
        Assert.True(world.Holds(InstanceConditions.Stalled));
        Assert.Equal(Reasons.UnrecoverableError, world.Condition(InstanceConditions.Stalled)!.Reason);

        world.Annotate("fail", null);
        world.ChangeSpec(s => s with { RestartMode = RestartMode.Hard });
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
    }

    [Fact]
    public async Task A_change_of_an_annotation_that_the_provider_reads_brings_the_next_try_forward()
    {
        var world = new World(World.Instant);
        world.Annotate("fail", "create=always");
        await world.PassAsync();
        await world.PassAsync();
        Assert.True(world.Status.Retry!.Permanent);

        world.SetAnnotation("kubectl.kubernetes.io/last-applied-configuration", "{}");
        world.Annotate("unknown", "x");
        await world.PassAsync();
        Assert.Equal(1, world.Status.Retry.Attempts);

        world.Annotate("fail", null);
        await world.PassAsync();
        Assert.Null(world.Status.Retry);
        Assert.False(world.Holds(InstanceConditions.Stalled));
    }

    [Fact]
    public async Task A_deletion_that_fails_is_tried_again_at_once_when_the_annotation_changes()
    {
        var world = await World.RunningAsync();
        world.Annotate("fail", "delete=always");
        world.Delete();
        while (world.Status.Retry is null)
        {
            await world.PassAsync();
        }

        var failed = world.Now;
        world.Annotate("fail", null);
        await world.PassAsync();
        Assert.True(world.Gone);
        Assert.Equal(failed, world.Now);
    }

    [Fact]
    public async Task A_machine_that_cannot_be_made_is_tried_as_what_the_spec_says_now()
    {
        var world = new World(World.Instant);
        world.Annotate("fail", "create=always");
        await world.PassAsync();
        await world.PassAsync();
        Assert.Equal("small", world.Status.MachineType!.Name);

        world.ChangeSpec(s => s with { MachineType = "large" });
        await world.PassAsync();
        world.Annotate("fail", null);
        await world.SettleAsync();
        Assert.Equal("large", world.Status.MachineType!.Name);
        Assert.False(world.Holds(InstanceConditions.RestartRequired));
        Assert.Equal(4, (int)world.Status.Reservation!.Vcpus.Value);
    }

    [Fact]
    public async Task A_machine_that_hangs_goes_on_when_the_annotation_is_taken_away()
    {
        var world = new World(World.Instant);
        world.Annotate("hang", "create");
        for (var looks = 0; looks < 5; looks++)
        {
            await world.PassAsync();
            world.Now += TimeSpan.FromHours(1);
        }

        Assert.Equal(InstancePhase.Staging, world.Status.Phase);
        world.Annotate("hang", null);
        await world.PassAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);
    }

    [Fact]
    public async Task A_machine_that_dies_before_it_is_seen_running_is_not_powered_on_again_and_again()
    {
        var world = new World(World.Instant);
        world.Annotate("die-after", "0s");
        world.Annotate("die-times", "1000");
        for (var looks = 0; looks < 50; looks++)
        {
            await world.PassAsync();
        }

        Assert.Equal(InstancePhase.Staging, world.Status.Phase);
        Assert.InRange(world.Writes, 3, 5);
        Assert.Contains("died", world.Status.Retry!.LastError, StringComparison.Ordinal);
        var pause = world.Status.Retry.NextRetryTime - world.Now;
        world.Now = world.Status.Retry.NextRetryTime;
        await world.PassAsync();
        Assert.True(world.Status.Retry!.NextRetryTime - world.Now > pause);

        world.Annotate("die-after", null);
        await world.SettleAsync();
        Assert.Null(world.Status.Retry);
    }

    [Theory]
    [InlineData(PowerState.Running, InstancePhase.Running)]
    [InlineData(PowerState.Stopped, InstancePhase.Terminated)]
    public async Task A_suspend_that_fails_can_be_taken_back(PowerState wanted, InstancePhase phase)
    {
        var world = await World.RunningAsync();
        world.Annotate("fail", "suspend=always");
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.PassAsync();
        Assert.True(world.Status.Retry is { Permanent: true, Action: "Suspend" });

        world.ChangeSpec(s => s with { PowerState = wanted });
        await world.SettleAsync();
        Assert.Equal(phase, world.Status.Phase);
        Assert.True(world.Holds(InstanceConditions.Ready));
        Assert.Null(world.Status.LastSuspendTimestamp);
        Assert.StartsWith("superseded", world.Status.Operations!.Single(o => o.Type == OperationType.Suspend).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspend_that_hangs_says_what_helps_when_it_is_taken_back()
    {
        var world = await World.RunningAsync();
        world.Annotate("hang", "suspend");
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.PassAsync();
        Assert.Equal("The machine is saving its memory.", world.Status.StatusMessage);
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.PassAsync();
        Assert.Contains("spec.powerState: Stopped", world.Status.StatusMessage, StringComparison.Ordinal);
        var writes = world.Writes;
        world.Now += TimeSpan.FromHours(1);
        await world.PassAsync();
        Assert.Equal(writes, world.Writes);
    }

    [Fact]
    public async Task A_machine_that_cannot_be_made_can_still_be_stopped()
    {
        var world = new World(World.Instant);
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

    [Theory]
    [InlineData("stop")]
    [InlineData("restart")]
    [InlineData("tenant")]
    public async Task A_malformed_annotation_does_not_keep_a_machine_on(string by)
    {
        var world = await World.RunningAsync();
        if (by == "restart")
        {
            world.ChangeSpec(s => s with { RestartedAt = world.Now });
            await world.PassAsync();
        }

        world.Annotate("delay", "x");
        world.ChangeSpec(s => s with { PowerState = by == "stop" ? PowerState.Stopped : PowerState.Running });
        world.Tenancy = by == "tenant" ? new Admission.Refused(RefusalReason.TenantSuspended, "suspended") : null;
        while (world.Status.Phase != InstancePhase.Terminated)
        {
            await world.PassAsync();
            Assert.Null(world.Status.Retry);
        }

        world.Tenancy = null;
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.PassAsync();
        Assert.Contains("metadata.annotations['simulate.compute.iaas.dev/delay']: 'x'", world.Condition(InstanceConditions.Stalled)!.Message, StringComparison.Ordinal);
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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_giant_name_in_status_is_cut_between_characters(int shift)
    {
        var world = await World.RunningAsync();
        var giant = new string('x', shift) + string.Concat(Enumerable.Repeat("😀", 20000));
        world.Vandalize(s => s with { MachineType = s.MachineType! with { Name = giant } });
        await world.PassAsync();
        var message = world.Condition(InstanceConditions.RestartRequired)!.Message;
        Assert.InRange(message.Length, 1023, 1024);
        Assert.True(char.IsLowSurrogate(message[^1]));
    }

    [Fact]
    public async Task Nonsense_in_status_is_recomputed()
    {
        var world = await World.RunningAsync();
        var good = world.Status;
        world.Vandalize(s => s with { StatusMessage = "ha", InstanceId = "0", Conditions = [], ObservedGeneration = 99, Provider = null });
        await world.PassAsync();
        Assert.Equal(good.InstanceId, world.Status.InstanceId);
        Assert.Equal(good.StatusMessage, world.Status.StatusMessage);
        Assert.True(world.Holds(InstanceConditions.Ready));
    }
}
