using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Kit;

/// <summary>One cluster with one operator and gateways, for tests that leave them in peace and keep to a namespace of their own.</summary>
internal sealed class GatewayCluster
{
    private static readonly Lazy<Task<GatewayCluster>> Shared = new(StartAsync);

    private GatewayCluster(InstalledCluster cluster, GatewayProcess gateway, GatewayProcess lenient) =>
        (Cluster, Gateway, Lenient) = (cluster, gateway, lenient);

    public InstalledCluster Cluster { get; }

    public Kubectl Kubectl => Cluster.Kubectl;

    /// <summary>A gateway that has its own rights, which are all.</summary>
    public GatewayProcess Gateway { get; }

    /// <summary>One that takes the state of instances as Google does, and answers at once.</summary>
    public GatewayProcess Lenient { get; }

    public static Task<GatewayCluster> GetAsync() => Shared.Value;

    private static async Task<GatewayCluster> StartAsync()
    {
        var cluster = await InstalledCluster.StartAsync();
        var kubeconfig = cluster.Plane.Kubeconfig;
        var gateways = await Task.WhenAll(
            GatewayProcess.StartAsync(kubeconfig, "--auth=none", "--auto-create-tenants"),
            GatewayProcess.StartAsync(kubeconfig, "--auth=none", "--gce-strict-state=false", "--operation-wait=0"));
        await cluster.StartOperator().LeadsAsync();
        return new(cluster, gateways[0], gateways[1]);
    }
}
