using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;
using static ComputeOperator.Entities.V1.InstancePhase;

namespace ComputeOperator.Compute.Tests.Life;

/// <summary>What a tenant's answer does to a life.</summary>
public sealed class AdmissionTests
{
    private static readonly Admission NoRoom = new Admission.Waiting("needs 1 vcpus, 4 of 4 in use");
    private static readonly Admission Closed = new Admission.Refused(RefusalReason.NamespaceNotAllowed, "not listed");
    private static readonly Admission SuspendedTenant = new Admission.Refused(RefusalReason.TenantSuspended, "suspended");

    public static TheoryData<string> Answers => ["undecided", "waiting", "closed", "suspended"];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Nothing_is_provisioned_for_one_that_is_not_in_and_it_can_be_deleted(string answer)
    {
        foreach (var power in Enum.GetValues<PowerState>())
        {
            var world = new World(World.Instant, new InstanceSpec { MachineType = "small", PowerState = power }) { Tenancy = Of(answer) };
            for (var looks = 0; looks < 5; looks++)
            {
                await world.PassAsync();
            }

            Assert.Equal([Provisioning], world.Visited);
            Assert.Null(world.Status.ProviderState);
            Assert.Null(world.Status.Reservation);
            world.Delete();
            await world.SettleAsync();
            Assert.True(world.Gone);
        }
    }

    [Fact]
    public async Task Waiting_is_work_in_progress_and_a_refusal_is_the_users_to_act_on()
    {
        var world = new World(World.Instant) { Tenancy = NoRoom };
        await world.SettleAsync();
        Assert.Equal("QuotaExceeded", world.Condition(InstanceConditions.Reconciling)!.Reason);
        Assert.Equal("needs 1 vcpus, 4 of 4 in use", world.Status.StatusMessage);
        world.Tenancy = Closed;
        await world.SettleAsync();

        Assert.Equal("NamespaceNotAllowed", world.Condition(InstanceConditions.Stalled)!.Reason);
        Assert.Null(world.Condition(InstanceConditions.Reconciling));
        world.Tenancy = null;
        await world.SettleAsync();
        Assert.Equal(Running, world.Status.Phase);
        Assert.Equal(ConditionStatus.True, world.Condition(InstanceConditions.QuotaReserved)!.Status);
    }

    [Fact]
    public async Task One_that_keeps_dying_is_turned_off_by_its_tenant_without_waiting_for_its_next_repair()
    {
        var world = new World(World.Instant);
        await world.KeepDyingAsync(times: 5);

        Assert.True(world.Status is { Phase: Repairing, Retry.Attempts: > 3 });
        world.Tenancy = SuspendedTenant with { Has = world.Status.Reservation };
        await world.PassAsync();
        Assert.Equal(Stopping, world.Status.Phase);
    }

    [Fact]
    public async Task One_that_its_tenant_turns_off_is_never_ready()
    {
        var world = new World(World.Instant);
        await world.SettleAsync();
        world.Tenancy = SuspendedTenant with { Has = world.Status.Reservation };
        PassResult pass;
        do
        {
            pass = await world.PassAsync();
            Assert.NotEqual(ConditionStatus.True, world.Condition(InstanceConditions.Ready)!.Status);
        }
        while (pass.Plan.Step is not Step.Blocked);

        Assert.Equal(Terminated, world.Status.Phase);
        Assert.Equal(ConditionStatus.False, world.Condition(InstanceConditions.PowerStateSynced)!.Status);
    }

    [Theory]
    [InlineData("waiting")]
    [InlineData("closed")]
    public async Task One_that_runs_is_left_running_repaired_and_stopped_but_not_started(string answer)
    {
        var world = new World(World.Instant);
        await world.SettleAsync();
        world.Tenancy = Of(answer);
        await world.SettleAsync();
        Assert.Equal(ConditionStatus.True, world.Condition(InstanceConditions.Ready)!.Status);
        world.ChangeSpec(s => s with { RestartedAt = world.Now });
        await world.SettleAsync();
        Assert.Equal(Running, world.Status.Phase);
        world.Vandalize(s => s with { ProviderState = null });
        await world.SettleAsync();
        Assert.Equal([Provisioning, Staging, Running, Repairing, Staging, Running], world.Visited);
        world.ChangeSpec(s => s with { PowerState = PowerState.Stopped });
        await world.SettleAsync();
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.SettleAsync();

        Assert.Equal(Terminated, world.Status.Phase);
        world.Tenancy = null;
        await world.SettleAsync();
        Assert.Equal(Running, world.Status.Phase);
    }

    [Theory]
    [InlineData("waiting", 1)]
    [InlineData("closed", null)]
    public async Task One_that_its_tenant_refuses_is_not_reset_until_it_is_let_in(string answer, int? restarts)
    {
        var world = await World.RunningAsync();
        world.Tenancy = Of(answer);
        world.ChangeSpec(s => s with { RestartedAt = world.Now, RestartMode = RestartMode.Hard });
        await world.SettleAsync();
        Assert.Equal((Running, restarts), (world.Status.Phase, world.Status.RestartCount));
        Assert.Equal(restarts is null, world.Condition(InstanceConditions.Stalled) is { Reason: "NamespaceNotAllowed" });

        world.Tenancy = null;
        await world.SettleAsync();
        Assert.Equal((Running, 1), (world.Status.Phase, world.Status.RestartCount));
    }

    [Theory]
    [InlineData(PowerState.Running)]
    [InlineData(PowerState.Stopped)]
    [InlineData(PowerState.Suspended)]
    public async Task A_suspended_tenants_machines_are_off_until_it_is_lifted(PowerState power)
    {
        var world = new World(World.Instant, new InstanceSpec { MachineType = "small", PowerState = power });
        await world.SettleAsync();
        var (phase, generation) = (world.Status.Phase, world.Instance.Metadata.Generation);
        world.Tenancy = SuspendedTenant;
        await world.SettleAsync();
        Assert.Equal(Terminated, world.Status.Phase);
        Assert.Equal(power != PowerState.Stopped, world.Condition(InstanceConditions.Stalled) is { Reason: "TenantSuspended" });
        world.Tenancy = null;
        await world.SettleAsync();

        Assert.Equal(phase, world.Status.Phase);
        Assert.Equal(generation, world.Instance.Metadata.Generation);
    }

    [Theory]
    [InlineData("undecided")]
    [InlineData("waiting")]
    [InlineData("closed")]
    public async Task One_that_is_on_in_a_phase_of_rest_is_followed_to_where_it_is_watched(string answer)
    {
        var world = await World.RunningAsync();
        world.Annotate("fail", "suspend=forever");
        world.ChangeSpec(s => s with { PowerState = PowerState.Suspended });
        await world.PassAsync();
        world.Tenancy = Of(answer);
        world.ChangeSpec(s => s with { PowerState = PowerState.Running });
        await world.SettleAsync();
        Assert.Equal([Suspending, Suspended, Staging, Running], world.Visited.Skip(3));

        world.Vandalize(s => s with { ProviderState = null });
        await world.SettleAsync();
        Assert.Equal(OperationType.Repair, world.Status.Operations![^1].Type);
    }

    [Theory]
    [InlineData("suspended", PowerState.Running, Terminated)]
    [InlineData("suspended", PowerState.Suspended, Terminated)]
    [InlineData("closed", PowerState.Stopped, Terminated)]
    [InlineData("waiting", PowerState.Stopped, Terminated)]
    [InlineData("closed", PowerState.Running, Running)]
    [InlineData("broken", PowerState.Running, Running)]
    [InlineData("broken", PowerState.Stopped, Terminated)]
    public async Task A_machine_that_is_on_in_PROVISIONING_does_not_stay_there(string answer, PowerState power, InstancePhase phase)
    {
        var world = await World.RunningAsync();
        if (answer == "broken")
        {
            world.MachineTypes.Clear();
        }
        else
        {
            world.Tenancy = Of(answer);
        }

        world.ChangeSpec(s => s with { PowerState = power });
        world.Vandalize(s => s with { Phase = Provisioning });
        await world.SettleAsync();
        Assert.Equal(phase, world.Status.Phase);
    }

    [Fact]
    public async Task A_suspended_tenants_machines_are_turned_off_though_it_is_deleted_meanwhile()
    {
        var tenant = new Tenant { Metadata = new() { Name = "default" }, Spec = new() { Namespaces = ["*"], Suspended = true } };
        var world = await World.RunningAsync();
        world.Annotate("hang", "stop");
        world.Tenancy = TenantAccess.RefusalOf(tenant, "default", "team-a");
        await world.PassAsync();
        world.Tenancy = TenantAccess.RefusalOf(tenant with { Metadata = tenant.Metadata with { DeletionTimestamp = world.Now } }, "default", "team-a");
        await world.SettleAsync();
        Assert.Equal((Terminated, "TenantSuspended"), (world.Status.Phase, world.Condition(InstanceConditions.Stalled)?.Reason));
    }

    [Fact]
    public async Task A_repair_without_room_to_grow_brings_the_machine_back_as_it_was()
    {
        var world = new World(World.Instant);
        await world.SettleAsync();
        var reserved = world.Status.Reservation;
        world.Tenancy = NoRoom;
        world.ChangeSpec(s => s with { MachineType = "large" });
        world.Vandalize(s => s with { ProviderState = null });
        await world.SettleAsync();

        Assert.Equal(Running, world.Status.Phase);
        Assert.Equal(("small", reserved), (world.Status.MachineType!.Name, world.Status.Reservation));
        Assert.NotNull(world.Condition(InstanceConditions.RestartRequired));
    }

    private static Admission Of(string answer) => answer switch
    {
        "undecided" => new Admission.Undecided(),
        "waiting" => NoRoom,
        "closed" => Closed,
        _ => SuspendedTenant,
    };
}
