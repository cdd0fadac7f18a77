using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Instances;

namespace ComputeOperator.Gateway.Iaas.Instances;

/// <summary>In which states what may be asked of an instance. Pure.</summary>
internal static class PowerRules
{
    /// <summary>Start, and restart too, which here begins with an instance that is off and stays.</summary>
    public static InstanceChange Start(Instance instance) => InstanceStates.Of(instance) is InstanceState.Stopped or InstanceState.Suspended
        ? new() { Spec = new() { PowerState = PowerState.Running } }
        : throw IaasErrors.Refused("Instance is not stopped");

    public static InstanceChange Stop(Instance instance) =>
        InstanceView.StatusOf(instance) != InstanceView.Running ? throw IaasErrors.Refused("Instance is not running")
        : instance.Spec.PowerState == PowerState.Stopped ? InstanceChange.Nothing
        : new() { Spec = new() { PowerState = PowerState.Stopped } };

    public static void CheckDelete(Instance instance)
    {
        if (InstanceView.StatusOf(instance) == InstanceView.Running)
        {
            throw IaasErrors.Refused("Cannot delete running instance");
        }
    }
}
