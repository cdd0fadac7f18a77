using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Instances;

namespace ComputeOperator.Gateway.Lifecycle.Instances;

/// <summary>The words for where an instance is in its life. Pure.</summary>
internal static class Statuses
{
    public const string Created = "created";
    public const string Starting = "starting";
    public const string Running = "running";
    public const string Paused = "paused";
    public const string Stopping = "stopping";
    public const string Stopped = "stopped";
    public const string Terminated = "terminated";

    public static IReadOnlyList<string> All { get; } = [Created, Starting, Running, Paused, Stopping, Stopped, Terminated];

    /// <summary>The status; there is no word for failure, so what fails is still on its way.</summary>
    public static string Of(Instance instance) => InstanceStates.Of(instance) switch
    {
        InstanceState.Creating or InstanceState.Stopped or InstanceState.Failed when !InstanceStates.WasStarted(instance) => Created,
        InstanceState.Creating or InstanceState.Starting or InstanceState.Restarting => Starting,
        InstanceState.Running or InstanceState.Suspending => Running,
        InstanceState.Suspended => Paused,
        InstanceState.Stopping => Stopping,
        InstanceState.Stopped => Stopped,
        InstanceState.Deleting => Terminated,
        InstanceState.Failed => instance.Spec.PowerState == PowerState.Stopped ? Stopping : Starting,
    };
}
