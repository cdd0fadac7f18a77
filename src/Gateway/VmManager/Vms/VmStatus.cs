using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Instances;

namespace ComputeOperator.Gateway.VmManager.Vms;

/// <summary>The words for how a virtual machine is. Pure.</summary>
internal static class VmStatus
{
    /// <summary>What there is no more.</summary>
    public const string Destroyed = "destroyed";

    public static string Of(Instance instance) => InstanceStates.Of(instance) switch
    {
        InstanceState.Creating => "creating",
        InstanceState.Starting => "starting",
        InstanceState.Running => "running",
        InstanceState.Restarting => "restarting",
        InstanceState.Stopping => "stopping",
        InstanceState.Stopped => "stopped",
        InstanceState.Suspending => "suspending",
        InstanceState.Suspended => "suspended",
        InstanceState.Failed => "failed",
        InstanceState.Deleting => "destroying",
    };
}
