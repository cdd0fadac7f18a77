using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Iaas.Contracts;
using ComputeOperator.Gateway.Instances;

namespace ComputeOperator.Gateway.Iaas.Instances;

/// <summary>An Instance as this dialect shows it. Pure.</summary>
internal static class InstanceView
{
    public const string Running = "running";

    private const string Stopped = "stopped";
    private const string Creating = "creating";
    private const string Restarting = "restarting";
    private const string Error = "error";

    public static InstanceResource Of(Instance instance) => new()
    {
        Id = instance.Metadata.Name!,
        Name = ObjectNames.Display(instance),
        TenantId = instance.Spec.Tenant,
        Type = instance.Spec.Type switch
        {
            InstanceType.VirtualMachine => "vm",
            InstanceType.Container => "container",
        },
        Flavor = instance.Spec.MachineType,
        Status = StatusOf(instance),
        ImageId = instance.Spec.Image ?? "",
        NetworkIds = Attachments.Networks.Of(instance.Metadata),
        VolumeIds = Attachments.Volumes.Of(instance.Metadata),
        CreatedAt = InstanceTimes.Created(instance).ToUnixTimeSeconds(),
        UpdatedAt = InstanceTimes.Updated(instance).ToUnixTimeSeconds(),
        Metadata = instance.Spec.Metadata ?? new Dictionary<string, string>(),
    };

    /// <summary>The state in one of five words: what is on its way out of a state still has that state's.</summary>
    public static string StatusOf(Instance instance) => InstanceStates.Of(instance) switch
    {
        InstanceState.Creating => Creating,
        InstanceState.Running or InstanceState.Stopping or InstanceState.Suspending => Running,
        InstanceState.Starting or InstanceState.Restarting => Restarting,
        InstanceState.Stopped or InstanceState.Suspended or InstanceState.Deleting => Stopped,
        InstanceState.Failed => Error,
    };
}
