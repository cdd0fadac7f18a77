using System.Reflection;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.MachineTypes;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.Identity;

/// <summary>The cluster as one caller may use it. Endpoints take it as a parameter.</summary>
internal sealed class CallerCluster(ResourceClient<Instance> instances, ResourceClient<MachineType> machineTypes, TimeProvider time)
{
    /// <summary>Instances: read, created, changed, deleted.</summary>
    public InstanceApi Instances { get; } = new(instances);

    /// <summary>Waits for changes of Instances.</summary>
    public InstanceWatch Watch { get; } = new(instances, time);

    /// <summary>Machine types.</summary>
    public MachineTypeApi MachineTypes { get; } = new(machineTypes);

    /// <summary>How the framework makes one for a request.</summary>
    public static ValueTask<CallerCluster?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(context.RequestServices.GetRequiredService<Cluster>().Of(context.Request));
}
