using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Tenants;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Events;

namespace ComputeOperator.Gateway.Identity;

/// <summary>The kinds that requests are about, with the identity of the connections.</summary>
internal sealed record ClusterClients(
    ResourceClient<Instance> Instances,
    ResourceClient<MachineType> MachineTypes,
    ResourceClient<Tenant> Tenants,
    ResourceClient<Namespace> Namespaces,
    ResourceClient<Event> Events)
{
    public static ClusterClients Of(KubernetesTransport transport) => new(
        transport.For(ResourceDefinition.From(EntitiesJsonContext.Default.Instance)),
        transport.For(ResourceDefinition.From(EntitiesJsonContext.Default.MachineType)),
        transport.For(ResourceDefinition.From(EntitiesJsonContext.Default.Tenant)),
        transport.For(Namespace.Definition),
        transport.For(Event.Definition));
}
