using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Tests.Kit;
using static ComputeOperator.Entities.V1.InstancePhase;

namespace ComputeOperator.Gateway.Tests.Instances;

public sealed class InstanceStatesTests
{
    [Theory]
    [InlineData(null, PowerState.Running, null, "Creating")]
    [InlineData(Provisioning, PowerState.Running, OperationType.Insert, "Creating")]
    [InlineData(Staging, PowerState.Running, OperationType.Insert, "Creating")]
    [InlineData(Staging, PowerState.Running, OperationType.Start, "Starting")]
    [InlineData(Staging, PowerState.Running, OperationType.Resume, "Starting")]
    [InlineData(Staging, PowerState.Running, OperationType.Restart, "Restarting")]
    [InlineData(Running, PowerState.Running, null, "Running")]
    [InlineData(Running, PowerState.Running, OperationType.Reset, "Restarting")]
    [InlineData(Running, PowerState.Running, OperationType.Restart, "Restarting")]
    [InlineData(Running, PowerState.Stopped, null, "Stopping")]
    [InlineData(Running, PowerState.Suspended, null, "Suspending")]
    [InlineData(Stopping, PowerState.Stopped, OperationType.Stop, "Stopping")]
    [InlineData(Stopping, PowerState.Running, OperationType.Restart, "Restarting")]
    [InlineData(Terminated, PowerState.Stopped, null, "Stopped")]
    [InlineData(Terminated, PowerState.Running, null, "Starting")]
    [InlineData(Terminated, PowerState.Running, OperationType.Restart, "Restarting")]
    [InlineData(Suspending, PowerState.Suspended, OperationType.Suspend, "Suspending")]
    [InlineData(Suspended, PowerState.Suspended, null, "Suspended")]
    [InlineData(Suspended, PowerState.Running, null, "Starting")]
    [InlineData(Suspended, PowerState.Stopped, null, "Stopping")]
    [InlineData(Repairing, PowerState.Running, OperationType.Repair, "Restarting")]
    public void What_it_does_follows_from_phase_wish_and_operation(InstancePhase? phase, PowerState wanted, OperationType? active, string state) =>
        Assert.Equal(state, InstanceStates.Of(AnInstance.Of(phase, wanted, active)).ToString());

    [Fact]
    public void What_is_stuck_has_failed_unless_it_is_where_it_should_be() => Assert.All(AnInstance.All(), instance =>
    {
        var (state, atRest) = (InstanceStates.Of(instance), InstanceStates.Of(instance) is InstanceState.Running or InstanceState.Stopped or InstanceState.Suspended);
        Assert.Equal(instance.Metadata.IsDeleting(), state == InstanceState.Deleting);
        if (state == InstanceState.Failed)
        {
            Assert.NotNull(instance.Status?.Conditions);
        }

        if (atRest)
        {
            Assert.Equal((state.ToString(), true), (instance.Spec.PowerState.ToString(), instance.Status?.Phase is Running or Terminated or Suspended));
        }
    });

    [Fact]
    public void What_fails_again_and_again_has_failed()
    {
        var instance = AnInstance.Of(Staging);
        instance = instance with { Status = instance.Status! with { Retry = new() { Attempts = 1, NextRetryTime = AnInstance.Now, LastError = "no" } } };

        Assert.Equal(InstanceState.Failed, InstanceStates.Of(instance));
    }
}
