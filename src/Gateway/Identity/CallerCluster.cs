using System.Net.Http.Headers;
using System.Reflection;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Events;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.MachineTypes;
using ComputeOperator.Gateway.Tenants;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Identity;

/// <summary>The cluster as one caller may use it. Endpoints take it as a parameter.</summary>
/// <param name="clients">The kinds.</param>
/// <param name="lists">Reads lists for all callers.</param>
/// <param name="waits">Who may wait.</param>
/// <param name="proof">Who the caller is; null: whoever the connections belong to.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">When the gateway stops.</param>
internal sealed class CallerCluster(
    ClusterClients clients, InstanceLists lists, InstanceWaits waits, AuthenticationHeaderValue? proof, TimeProvider time, CancellationToken stopping)
{
    private readonly ResourceClient<Instance> _instances = As(clients.Instances, proof);

    /// <summary>Instances: read, created, changed, deleted.</summary>
    public InstanceApi Instances => new(_instances, lists);

    /// <summary>Waits for changes of Instances.</summary>
    public InstanceWatch Watch => new(_instances, waits, time, stopping);

    /// <summary>Machine types.</summary>
    public MachineTypeApi MachineTypes => new(As(clients.MachineTypes, proof));

    /// <summary>Tenants.</summary>
    public TenantApi Tenants => new(As(clients.Tenants, proof), As(clients.Namespaces, proof));

    /// <summary>Kubernetes events.</summary>
    public EventApi Events => new(As(clients.Events, proof));

    /// <summary>How the framework makes one for a request.</summary>
    public static ValueTask<CallerCluster?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(context.RequestServices.GetRequiredService<Cluster>().Of(context.Request));

    private static ResourceClient<T> As<T>(ResourceClient<T> shared, AuthenticationHeaderValue? proof)
        where T : class, IKubernetesObject => proof is null ? shared : shared.As(proof);
}
