using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Instances;

namespace ComputeOperator.Gateway.VmManager.Vms;

/// <summary>In which states what may be asked of a virtual machine. Pure.</summary>
internal static class VmRules
{
    public static InstanceChange Start(Instance instance) => InstanceStates.Of(instance) switch
    {
        InstanceState.Stopped or InstanceState.Suspended => Want(PowerState.Running),
        InstanceState.Running => throw Refused("VM is already running"),
        _ => throw Cannot("start", instance),
    };

    /// <summary>Whatever is up, or does not get there, can be stopped.</summary>
    public static InstanceChange Stop(Instance instance) => InstanceStates.Of(instance) switch
    {
        InstanceState.Running or InstanceState.Suspended or InstanceState.Restarting or InstanceState.Starting or InstanceState.Failed => Want(PowerState.Stopped),
        InstanceState.Stopped => throw Refused("VM is already stopped"),
        _ => throw Cannot("stop", instance),
    };

    public static InstanceChange Restart(Instance instance, DateTimeOffset now) => InstanceStates.Of(instance) == InstanceState.Running
        ? new() { Spec = new() { RestartedAt = InstanceTimes.NextRestart(instance, now), RestartMode = RestartMode.Graceful } }
        : throw Cannot("restart", instance);

    private static InstanceChange Want(PowerState power) => new() { Spec = new() { PowerState = power } };

    private static FailureException Cannot(string verb, Instance instance) => Refused($"Cannot {verb} VM in {VmStatus.Of(instance)} state");

    private static FailureException Refused(string message) => new(new Failure.WrongState(message));
}
