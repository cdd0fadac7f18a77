using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>
/// When power may be changed. Strictly, a request that finds nothing to do, or the wrong state, is an error at once; otherwise as the real service has it: nothing
/// to do is success, and the wrong state an operation that fails. Pure.
/// </summary>
internal sealed class PowerRules(bool strict)
{
    private const string RunningState = "RUNNING";
    private const string TerminatedState = "TERMINATED";
    private const string SuspendedState = "SUSPENDED";

    public Decision Start(Instance instance) => strict
        ? Require(instance, "start", TerminatedState) ?? Want(instance, PowerState.Running)
        : StateOf(instance) == SuspendedState ? Decision.Refused : Want(instance, PowerState.Running);

    public Decision Stop(Instance instance) => strict
        ? Require(instance, "stop", RunningState) ?? Want(instance, PowerState.Stopped)
        : Want(instance, PowerState.Stopped);

    public Decision Suspend(Instance instance) => strict
        ? Require(instance, "suspend", RunningState) ?? Want(instance, PowerState.Suspended)
        : StateOf(instance) is RunningState or SuspendedState or "SUSPENDING" ? Want(instance, PowerState.Suspended) : Decision.Refused;

    public Decision Resume(Instance instance) => strict
        ? Require(instance, "resume", SuspendedState) ?? Want(instance, PowerState.Running)
        : StateOf(instance) == TerminatedState ? Decision.Refused : Want(instance, PowerState.Running);

    public Decision Reset(Instance instance, DateTimeOffset now)
    {
        if (strict)
        {
            Require(instance, "reset", RunningState);
        }

        return StateOf(instance) == RunningState
            ? Decision.Write(new() { RestartedAt = InstanceTimes.NextRestart(instance, now), RestartMode = RestartMode.Hard })
            : Decision.Refused;
    }

    /// <summary>Another machine type, which only an instance that is off can be given.</summary>
    public static Decision Resize(Instance instance, string machineType) =>
        StateOf(instance) != TerminatedState ? Decision.Refused
        : instance.Spec.MachineType == machineType ? Decision.NothingToDo
        : Decision.Write(new() { MachineType = machineType });

    private static Decision Want(Instance instance, PowerState power) =>
        instance.Spec.PowerState != power ? Decision.Write(new() { PowerState = power })
        : power == PowerState.Running && IsKeptOff(instance) ? Decision.Refused
        : Decision.NothingToDo;

    // By its tenant. What is recorded of a start is an earlier one, which was done then.
    private static bool IsKeptOff(Instance instance) =>
        StateOf(instance) is TerminatedState or SuspendedState
        && instance.Status!.Conditions?.Any(c => c is { Type: InstanceConditions.QuotaReserved, Status: ConditionStatus.False }) is true;

    private static Decision? Require(Instance instance, string verb, string state) => StateOf(instance) is var actual && actual == state
        ? null
        : throw GceError.Invalid($"Cannot {verb} instance in '{actual}' state. Instance must be in {state} state.").ToException();

    private static string StateOf(Instance instance) => InstanceView.StatusOf(instance.Status?.Phase);
}
