using ComputeOperator.Compute.Planning;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tests.Life;

/// <summary>What users are told of a life is what happened.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task One_that_fails_to_start_as_another_machine_type_is_resized_once_it_has()
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.SettleAsync();
        world.Annotate("fail", "start=3");
        world.ChangeSpec(s => s with { PowerState = PowerState.Running, MachineType = "large" });
        while (world.Status.Retry is not { Attempts: 3 })
        {
            await world.PassAsync();
            Assert.Equal("small", world.Status.MachineType!.Name);
            Assert.Equal(4, world.Status.Reservation!.Vcpus.Value);
            Assert.False(world.Holds(InstanceConditions.RestartRequired));
            world.Now = world.Status.Retry!.NextRetryTime;
        }

        Assert.DoesNotContain(world.Events, e => e.Reason == "Resized");
        await world.SettleAsync();
        Assert.Equal("large", world.Status.MachineType!.Name);
        Assert.Equal("Powered on as large (4 vCPUs, 8Gi memory); it was small (1 vCPUs, 1Gi memory).", Assert.Single(world.Events, e => e.Reason == "Resized").Note);
    }

    [Fact]
    public async Task What_would_fail_again_is_told_apart_from_what_is_tried_again()
    {
        var world = new World(World.Instant);
        world.Annotate("fail", "create=1");
        await world.SettleAsync();
        Assert.Equal(["ProviderError"], Failures(world));

        world = new World(World.Instant);
        world.Annotate("fail", "create=always");
        await world.PassAsync();
        await world.PassAsync();
        Assert.Equal([Reasons.UnrecoverableError], Failures(world));

        static IEnumerable<string> Failures(World world) => world.Events.Where(e => e.IsWarning).Select(e => e.Reason);
    }

    [Fact]
    public async Task What_a_smaller_machine_type_takes_less_is_given_back_when_it_has_started()
    {
        var world = new World(World.Instant, new InstanceSpec { MachineType = "large" });
        await world.SettleAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.SettleAsync();
        world.Annotate("fail", "start=1");
        world.ChangeSpec(s => s with { PowerState = PowerState.Running, MachineType = "small" });
        await world.PassAsync();
        Assert.Equal(("large", 4), (world.Status.MachineType!.Name, (int)world.Status.Reservation!.Vcpus.Value));
        await world.SettleAsync();
        Assert.Equal(("small", 1), (world.Status.MachineType!.Name, (int)world.Status.Reservation!.Vcpus.Value));
    }

    [Fact]
    public async Task One_that_is_made_as_another_machine_type_than_first_tried_is_not_resized()
    {
        var world = new World(World.Instant);
        world.Annotate("fail", "create=always");
        await world.PassAsync();
        await world.PassAsync();
        world.Annotate("fail", null);
        world.ChangeSpec(s => s with { MachineType = "large" });
        await world.SettleAsync();
        Assert.Equal("large", world.Status.MachineType!.Name);
        Assert.DoesNotContain(world.Events, e => e.Reason == "Resized");
    }

    [Fact]
    public async Task One_that_has_its_memory_is_resumed()
    {
        var world = await SuspendedAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.SettleAsync();
        Assert.Equal(["Suspending", "Suspended", "Staging", "Resumed"], Told(world));
        Assert.Equal([OperationType.Insert, OperationType.Suspend, OperationType.Resume], Did(world));
    }

    [Fact]
    public async Task One_that_is_lost_while_suspended_is_started_without_its_memory()
    {
        var world = await SuspendedAsync();
        world.Vandalize(s => s with { ProviderState = null });
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.SettleAsync();
        Assert.Equal(["Suspending", "Suspended", "Staging", "MemoryLost", "Started"], Told(world));
        Assert.True(world.Events.Single(e => e.Reason == "MemoryLost").IsWarning);
        Assert.Equal([OperationType.Insert, OperationType.Suspend, OperationType.Start], Did(world));
    }

    [Fact]
    public async Task One_that_is_lost_while_it_is_resumed_is_started_without_its_memory()
    {
        var world = await SuspendedAsync();
        world.Annotate("fail", "resume=1");
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.PassAsync();
        world.Vandalize(s => s with { ProviderState = null });
        await world.SettleAsync();
        Assert.Equal(["Suspending", "Suspended", "Staging", "ProviderError", "MemoryLost", "Started"], Told(world));
        Assert.Equal([OperationType.Insert, OperationType.Suspend, OperationType.Resume, OperationType.Start], Did(world));
        Assert.Equal("superseded by start", world.Status.Operations![2].Error);
    }

    [Fact]
    public async Task One_whose_suspend_is_taken_back_runs_on()
    {
        var world = await World.RunningAsync();
        world.Annotate("fail", "suspend=always");
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.PassAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.SettleAsync();
        Assert.Equal(["Suspending", "UnrecoverableError", "SuspendAbandoned", "Staging", "Started"], Told(world));
        Assert.Equal([OperationType.Insert, OperationType.Suspend, OperationType.Start], Did(world));
    }

    [Theory]
    [InlineData(RefusalReason.TenantNotFound)]
    [InlineData(RefusalReason.TenantSuspended)]
    public async Task One_that_its_tenant_refuses_is_told_so_once(RefusalReason reason)
    {
        var world = new World(World.Instant) { Tenancy = new Admission.Refused(reason, "refused") };
        await world.SettleAsync();
        Assert.Equal(["Provisioning", reason.ToString()], world.Events.Select(e => e.Reason));

        world.Tenancy = new Admission.Refused(RefusalReason.NamespaceNotAllowed, "not listed");
        await world.SettleAsync();
        Assert.Equal(["Provisioning", reason.ToString(), "NamespaceNotAllowed"], world.Events.Select(e => e.Reason));
    }

    [Fact]
    public async Task One_that_is_removed_while_its_suspend_hangs_is_told_to_have_been_forced()
    {
        var world = await World.RunningAsync();
        world.Annotate("hang", "suspend");
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.PassAsync();
        world.Delete();
        await world.SettleAsync();
        Assert.True(world.Gone);
        Assert.Equal(["Suspending", "ForceStopped"], Told(world));
    }

    private static async Task<World> SuspendedAsync()
    {
        var world = await World.RunningAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.SettleAsync();
        return world;
    }

    // After it had begun to run.
    private static IEnumerable<string> Told(World world) => world.Events.Select(e => e.Reason).SkipWhile(reason => reason != "Started").Skip(1);

    private static IEnumerable<OperationType> Did(World world) => world.Status.Operations!.Select(o => o.Type);
}
