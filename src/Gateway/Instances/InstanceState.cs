using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Instances;

/// <summary>What an instance is doing, from phase, wish, operation and conditions together. Dialects that have one word for all of it name these.</summary>
internal enum InstanceState
{
    /// <summary>It has not been up yet, and is on its way.</summary>
    Creating,

    /// <summary>It is off or suspended, and is being powered on.</summary>
    Starting,

    Running,

    /// <summary>It runs and is being power-cycled or reset, or died and is brought back.</summary>
    Restarting,

    Stopping,

    Stopped,

    Suspending,

    Suspended,

    /// <summary>It does not get to where it should be: someone must act, or it is tried again.</summary>
    Failed,

    /// <summary>It is about to be gone.</summary>
    Deleting,
}

/// <summary>Finds the <see cref="InstanceState"/>. Pure.</summary>
internal static class InstanceStates
{
    public static InstanceState Of(Instance instance) =>
        instance.Metadata.IsDeleting() ? InstanceState.Deleting
        : AtRest(instance) ?? (IsFailing(instance) ? InstanceState.Failed : OnTheWay(instance));

    /// <summary>Whether it has ever been powered on, or is about to be.</summary>
    public static bool WasStarted(Instance instance) =>
        instance.Spec.PowerState != PowerState.Stopped || instance.Status is { LastStartTimestamp: not null } or { MachineType: not null };

    private static InstanceState? AtRest(Instance instance) => (instance.Status?.Phase, instance.Spec.PowerState) switch
    {
        (InstancePhase.Running, PowerState.Running) => Active(instance) is OperationType.Restart or OperationType.Reset ? InstanceState.Restarting : InstanceState.Running,
        (InstancePhase.Terminated, PowerState.Stopped) => InstanceState.Stopped,
        (InstancePhase.Suspended, PowerState.Suspended) => InstanceState.Suspended,
        _ => null,
    };

    private static InstanceState OnTheWay(Instance instance) => (instance.Status?.Phase ?? InstancePhase.Provisioning) switch
    {
        InstancePhase.Provisioning => InstanceState.Creating,
        InstancePhase.Staging => Active(instance) switch
        {
            OperationType.Insert => InstanceState.Creating,
            OperationType.Restart or OperationType.Repair => InstanceState.Restarting,
            _ => InstanceState.Starting,
        },
        InstancePhase.Running => instance.Spec.PowerState == PowerState.Suspended ? InstanceState.Suspending : InstanceState.Stopping,
        InstancePhase.Stopping => Active(instance) == OperationType.Restart ? InstanceState.Restarting : InstanceState.Stopping,
        InstancePhase.Terminated => Active(instance) == OperationType.Restart ? InstanceState.Restarting : InstanceState.Starting,
        InstancePhase.Suspending => InstanceState.Suspending,
        InstancePhase.Suspended => instance.Spec.PowerState == PowerState.Stopped ? InstanceState.Stopping : InstanceState.Starting,
        InstancePhase.Repairing => InstanceState.Restarting,
    };

    private static bool IsFailing(Instance instance) =>
        instance.Status?.Retry is not null
        || instance.Status?.Conditions?.Any(c => c is { Type: InstanceConditions.Stalled, Status: ConditionStatus.True }) == true;

    private static OperationType? Active(Instance instance) =>
        instance.Status?.Operations?.LastOrDefault(operation => operation.Status == OperationStatus.Running)?.Type;
}
