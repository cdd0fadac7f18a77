using ComputeOperator.Compute.Planning;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;

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
