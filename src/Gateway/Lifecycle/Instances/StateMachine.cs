using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Instances;

namespace ComputeOperator.Gateway.Lifecycle.Instances;

/// <summary>Which actions lead from which status where. Pure.</summary>
internal static class StateMachine
{
    public static InstanceChange Start(Instance instance) => Statuses.Of(instance) is Statuses.Created or Statuses.Stopped
        ? Want(PowerState.Running)
        : throw Cannot("start", instance);

    public static InstanceChange Stop(Instance instance) => Statuses.Of(instance) switch
    {
        Statuses.Running or Statuses.Paused => Want(PowerState.Stopped),
        Statuses.Stopped => throw Already(instance),
        _ => throw Cannot("stop", instance),
    };

    public static InstanceChange Pause(Instance instance) => Statuses.Of(instance) switch
    {
        Statuses.Running => Want(PowerState.Suspended),
        Statuses.Paused => throw Already(instance),
        _ => throw Cannot("pause", instance),
    };

    public static InstanceChange Resume(Instance instance) => Statuses.Of(instance) switch
    {
        Statuses.Paused => Want(PowerState.Running),
        Statuses.Running => throw Already(instance),
        _ => throw Cannot("resume", instance),
    };

    /// <summary>Whether it may be terminated: what was never started need not be stopped first.</summary>
    public static void CheckTerminate(Instance instance)
    {
        switch (Statuses.Of(instance))
        {
            case Statuses.Created or Statuses.Stopped:
                break;
            case Statuses.Terminated:
                throw Already(instance);
            default:
                throw Cannot("terminate", instance);
        }
    }

    /// <summary>Whether it may be deleted.</summary>
    public static void CheckDelete(Instance instance)
    {
        if (Statuses.Of(instance) == Statuses.Running)
        {
            throw new FailureException(new Failure.WrongState("Cannot delete running instance. Stop it first."));
        }
    }

    private static InstanceChange Want(PowerState power) => new() { Spec = new() { PowerState = power } };

    private static FailureException Cannot(string verb, Instance instance) =>
        new(new Failure.WrongState($"Cannot {verb} instance in {Statuses.Of(instance)} state"));

    private static FailureException Already(Instance instance) =>
        new(new Failure.Conflict($"Instance {instance.Metadata.Name} is already in {Statuses.Of(instance)} state"));
}
