using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Lifecycle.Instances;
using ComputeOperator.Gateway.Tests.Kit;

namespace ComputeOperator.Gateway.Tests.Lifecycle;

public sealed class StateMachineTests
{
    private static readonly Dictionary<string, Action<Instance>> Actions = new()
    {
        ["start"] = instance => StateMachine.Start(instance),
        ["stop"] = instance => StateMachine.Stop(instance),
        ["pause"] = instance => StateMachine.Pause(instance),
        ["resume"] = instance => StateMachine.Resume(instance),
        ["terminate"] = StateMachine.CheckTerminate,
        ["delete"] = StateMachine.CheckDelete,
    };

    [Theory]
    [InlineData("created", "start terminate delete", "")]
    [InlineData("starting", "delete", "")]
    [InlineData("running", "stop pause", "resume")]
    [InlineData("paused", "stop resume delete", "pause")]
    [InlineData("stopping", "delete", "")]
    [InlineData("stopped", "start terminate delete", "stop")]
    [InlineData("terminated", "delete", "terminate")]
    public void From_each_status_some_actions_lead_on(string status, string allowed, string already)
    {
        foreach (var (action, act) in Actions)
        {
            var failure = Record.Exception(() => act(In(status))) is FailureException refused ? refused.Failure : null;
            Assert.Equal(
                allowed.Split(' ').Contains(action) ? null
                : already.Split(' ').Contains(action) ? new Failure.Conflict($"Instance web is already in {status} state")
                : action == "delete" ? new Failure.WrongState("Cannot delete running instance. Stop it first.")
                : new Failure.WrongState($"Cannot {action} instance in {status} state"),
                failure);
        }
    }

    [Fact]
    public void Every_instance_has_a_status_of_the_list() =>
        Assert.All(AnInstance.All(), instance => Assert.Contains(Statuses.Of(instance), Statuses.All));

    [Fact]
    public void What_is_wanted_is_what_the_action_says()
    {
        Assert.Equal(PowerState.Running, StateMachine.Start(In("stopped")).Spec!.PowerState);
        Assert.Equal(PowerState.Stopped, StateMachine.Stop(In("paused")).Spec!.PowerState);
        Assert.Equal(PowerState.Suspended, StateMachine.Pause(In("running")).Spec!.PowerState);
        Assert.Equal(new SpecFields { PowerState = PowerState.Running }, StateMachine.Resume(In("paused")).Spec);
    }

    private static Instance In(string status)
    {
        var instance = status switch
        {
            "created" => AnInstance.Of(InstancePhase.Terminated, PowerState.Stopped, started: false),
            "starting" => AnInstance.Of(InstancePhase.Staging),
            "running" => AnInstance.Of(InstancePhase.Running),
            "paused" => AnInstance.Of(InstancePhase.Suspended, PowerState.Suspended),
            "stopping" => AnInstance.Of(InstancePhase.Stopping, PowerState.Stopped),
            "stopped" => AnInstance.Of(InstancePhase.Terminated, PowerState.Stopped),
            _ => AnInstance.Of(InstancePhase.Terminated, PowerState.Stopped, deleting: true),
        };
        Assert.Equal(status, Statuses.Of(instance));
        return instance;
    }
}
