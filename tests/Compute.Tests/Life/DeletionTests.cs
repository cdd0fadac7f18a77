using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Providers.Simulated;

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

    [Theory]
    [InlineData("hang", "stop", "stop")]
    [InlineData("fail", "stop=always", "stop")]
    [InlineData("hang", "stop", "tenant")]
    public async Task One_that_somebody_else_has_switched_on_is_forced_off_a_grace_period_later(string fault, string steps, string by)
    {
        var world = await World.RunningAsync();
        var machine = world.Status.ProviderState;
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped, StopPolicy = new StopPolicy { GracePeriodSeconds = 20 } });
        await world.SettleAsync();
        if (by == "tenant")
        {
            world.Tenancy = new Admission.Refused(RefusalReason.TenantSuspended, "suspended") { Has = world.Status.Reservation };
            world.ChangeSpec(s => s with { PowerState = PowerState.Running });
            await world.SettleAsync();
        }

        world.Now += TimeSpan.FromHours(1);
        world.Annotate(fault, steps);
        world.Vandalize(s => s with { ProviderState = machine });
        var begun = world.Now;
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Terminated, world.Status.Phase);
        Assert.Equal("stopped", world.Status.ProviderState!.Value.GetProperty("state").GetString(), ignoreCase: true);
        Assert.InRange(world.Now - begun, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(21.5));
        Assert.Equal((OperationType.Stop, OperationStatus.Done), (world.Status.Operations![^1].Type, world.Status.Operations[^1].Status));
        Assert.Single(world.Events, e => e.Reason == "ForceStopped");
    }

    [Theory]
    [InlineData("stop", "suspend", 20)]
    [InlineData("stop", "suspend,stop", 40)]
    [InlineData("tenant", "suspend,stop", 40)]
    [InlineData("force", "suspend,stop", 0)]
    public async Task A_stop_does_not_wait_for_ever_for_a_suspend_that_hangs(string by, string hanging, int seconds)
    {
        var world = await World.RunningAsync();
        world.Annotate("hang", hanging);
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended, StopPolicy = new StopPolicy { GracePeriodSeconds = 20 } });
        await world.PassAsync();
        Assert.Equal(InstancePhase.Suspending, world.Status.Phase);

        var begun = world.Now;
        switch (by)
        {
            case "stop": world.ChangeSpec(s => s with { PowerState = PowerState.Stopped }); break;
            case "force": world.ChangeSpec(s => s with { PowerState = PowerState.Stopped, StopPolicy = new StopPolicy { Mode = StopMode.Force } }); break;
            default: world.Tenancy = new Admission.Refused(RefusalReason.TenantSuspended, "suspended") { Has = world.Status.Reservation }; break;
        }

        await world.SettleAsync();
        Assert.Equal([InstancePhase.Suspending, InstancePhase.Suspended, InstancePhase.Stopping, InstancePhase.Terminated], world.Visited.Skip(3));
        Assert.InRange(world.Now - begun, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 0.5));
        Assert.Null(world.Status.LastSuspendTimestamp);
        Assert.Equal("superseded by stop", world.Status.Operations!.Single(o => o.Type == OperationType.Suspend).Error);
    }

    [Fact]
    public async Task A_suspend_that_takes_longer_than_a_stop_may_is_left_to_end()
    {
        var world = await World.RunningAsync(new SimulatedProviderOptions { CreateDelay = TimeSpan.Zero, SuspendDelay = TimeSpan.FromMinutes(10) });
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.PassAsync();
        world.Now += TimeSpan.FromMinutes(9);
        await world.PassAsync();
        Assert.Equal(InstancePhase.Suspending, world.Status.Phase);
        await world.SettleAsync();
        Assert.NotNull(world.Status.LastSuspendTimestamp);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_does_not_put_off_the_end_of_a_suspend_that_hangs()
    {
        var world = await World.RunningAsync();
        world.Annotate("hang", "suspend");
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.PassAsync();
        world.Delete();
        await world.PassAsync();
        world.Now -= TimeSpan.FromHours(1);
        var begun = world.Now;
        await world.SettleAsync();
        Assert.True(world.Gone);
        Assert.InRange(world.Now - begun, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_clock_that_is_set_back_does_not_put_off_the_end_of_a_stop(bool isDeleted)
    {
        var world = await World.RunningAsync();
        world.Annotate("hang", "stop");
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped, StopPolicy = new StopPolicy { GracePeriodSeconds = 20 } });
        if (isDeleted)
        {
            world.Delete();
        }

        await world.PassAsync();
        await world.PassAsync();
        var forceAt = world.Status.Deletion?.ForceAt;
        world.Now -= TimeSpan.FromHours(1);
        var begun = world.Now;
        await world.PassAsync();
        Assert.Equal((InstancePhase.Stopping, begun), (world.Status.Phase, world.Status.PhaseTransitionTimestamp));
        Assert.Equal(forceAt?.AddHours(-1), world.Status.Deletion?.ForceAt);

        await world.SettleAsync();
        Assert.Equal((isDeleted, InstancePhase.Terminated), (world.Gone, world.Status.Phase));
        Assert.InRange(world.Now - begun, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(21));
    }

    [Fact]
    public async Task A_stop_that_nobody_knows_the_begin_of_is_forced_a_grace_period_later()
    {
        var world = await World.RunningAsync();
        world.Annotate("hang", "stop");
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.PassAsync();
        world.Vandalize(s => s with { PhaseTransitionTimestamp = null });
        var begun = world.Now;
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Terminated, world.Status.Phase);
        Assert.InRange(world.Now - begun, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
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
    [InlineData(PowerState.Running)]
    [InlineData(PowerState.Stopped)]
    public async Task One_that_others_hold_says_so_and_that_its_place_has_been_given_back(PowerState power)
    {
        var world = new World(World.Instant, new InstanceSpec { MachineType = "small", PowerState = power });
        await world.SettleAsync();
        world.Hold("example.com/other");
        world.Delete();
        await world.SettleAsync();
        Assert.Equal((true, InstancePhase.Terminated, null), (world.Gone, world.Status.Phase, world.Status.Reservation));
        Assert.Equal("Being deleted: the machine is gone; the object waits for the finalizers of others: example.com/other.", world.Status.StatusMessage);
        Assert.Equal((OperationType.Delete, OperationStatus.Done), (world.Status.Operations![^1].Type, world.Status.Operations[^1].Status));
        Assert.Equal("Released", world.Condition(InstanceConditions.QuotaReserved)!.Reason);
    }

    [Fact]
    public async Task One_that_only_Kubernetes_holds_for_a_moment_is_written_no_more()
    {
        var world = await World.RunningAsync();
        world.Hold("foregroundDeletion");
        world.Delete();
        await world.SettleAsync();
        Assert.Equal((true, "the machine is being removed"), (world.Gone, world.Status.Deletion!.Reason));
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

    [Theory]
    [InlineData("fail", "stop=always", 30)]
    [InlineData("fail", "stop=forever", 30)]
    [InlineData("fail", "suspend=always", 0)]
    [InlineData("hang", "stop", 30)]
    public async Task A_deletion_is_not_held_up_by_what_fails(string fault, string steps, int seconds)
    {
        var world = await World.RunningAsync();
        world.Annotate(fault, steps);
        world.ChangeSpec(s => s with { PowerState = steps.StartsWith("suspend", StringComparison.Ordinal) ? PowerState.Suspended : PowerState.Running });
        await world.PassAsync();
        var begun = world.Now;
        world.Delete();
        await world.SettleAsync();
        Assert.True(world.Gone);
        Assert.InRange(world.Now - begun, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 0.5));
    }

    [Fact]
    public async Task A_shorter_grace_period_brings_the_end_of_a_deletion_forward()
    {
        var world = await World.RunningAsync();
        world.Annotate("fail", "stop=always");
        world.Delete();
        await world.PassAsync();
        var begun = world.Now;
        world.ChangeSpec(s => s with { StopPolicy = new StopPolicy { Mode = StopMode.Force } });
        await world.SettleAsync();
        Assert.True(world.Gone);
        Assert.InRange(world.Now - begun, TimeSpan.Zero, TimeSpan.FromSeconds(0.5));
    }

    [Fact]
    public async Task A_deletion_does_not_wait_for_the_next_try_of_something_else()
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.SettleAsync();
        world.Annotate("fail", "start=always");
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.PassAsync();
        await world.PassAsync();
        Assert.True(world.Status is { Phase: InstancePhase.Staging, Retry: { Permanent: true, Action: "PowerOn" } });

        world.Delete();
        await world.PassAsync();
        Assert.True(world.Gone);
    }

    [Fact]
    public async Task One_that_keeps_dying_is_deleted_by_its_deadline()
    {
        var world = await World.RunningAsync();
        await world.KeepDyingAsync(times: 5);

        Assert.True(world.Status is { Phase: InstancePhase.Repairing, Retry.Attempts: > 3 });
        world.Delete();
        await world.PassAsync();
        Assert.Equal(InstancePhase.Stopping, world.Status.Phase);
    }

    [Fact]
    public async Task A_reason_is_never_longer_than_the_definition_allows()
    {
        var world = await World.RunningAsync();
        world.Annotate("fail", "delete=" + new string('0', 1000) + "3");
        world.Delete();
        for (var looks = 0; looks < 5; looks++)
        {
            await world.PassAsync();
        }

        Assert.Equal(1024, world.Status.Deletion!.Reason.Length);
    }

    [Fact]
    public async Task What_its_tenant_wants_off_does_not_stay_on_for_its_children()
    {
        var world = await World.RunningAsync();
        world.Children = ["child"];
        world.Delete();
        await world.PassAsync();
        Assert.Equal(InstancePhase.Running, world.Status.Phase);

        world.Tenancy = new Admission.Refused(RefusalReason.TenantSuspended, "suspended") { Has = world.Status.Reservation };
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Terminated, world.Status.Phase);
        Assert.Contains("child", world.Status.Deletion!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_never_let_in_waits_for_its_children_as_it_is()
    {
        var world = new World(World.Instant, new() { MachineType = "small", PowerState = PowerState.Stopped }) { Tenancy = new Admission.Waiting("no room") };
        await world.SettleAsync();
        world.Children = ["child"];
        world.Delete();
        await world.SettleAsync();
        Assert.Equal([InstancePhase.Provisioning], world.Visited);

        world.Children = [];
        await world.SettleAsync();
        Assert.True(world.Gone);
    }

    [Fact]
    public async Task A_stop_that_hangs_is_forced_though_children_remain()
    {
        var world = await World.RunningAsync();
        world.Annotate("hang", "stop");
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.PassAsync();
        world.Children = ["child"];
        world.Delete();
        var begun = world.Now;
        await world.SettleAsync();
        Assert.Equal(InstancePhase.Terminated, world.Status.Phase);
        Assert.InRange(world.Now - begun, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(30.5));
    }
}
