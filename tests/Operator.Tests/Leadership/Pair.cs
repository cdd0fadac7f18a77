using System.Text.Json.Nodes;
using ComputeOperator.Operator.Tests.Kit;

namespace ComputeOperator.Operator.Tests.Leadership;

/// <summary>Two operators with an identity each, so that the audit log says who wrote.</summary>
internal sealed class Pair : IAsyncDisposable
{
    public const string A = "operator-a";
    public const string B = "operator-b";

    private Pair(InstalledCluster cluster, OperatorProcess leader, OperatorProcess standby) => (Cluster, Leader, Standby) = (cluster, leader, standby);

    public InstalledCluster Cluster { get; }

    public OperatorProcess Leader { get; }

    public OperatorProcess Standby { get; }

    /// <summary>Starts both; the first leads, the second has seen that.</summary>
    public static async Task<Pair> StartAsync(params string[] flags)
    {
        var cluster = await InstalledCluster.StartAsync();
        var leader = cluster.StartOperatorAs(await cluster.OperatorIdentityAsync(A), flags);
        await leader.LeadsAsync();
        var standby = cluster.StartOperatorAs(await cluster.OperatorIdentityAsync(B), flags);
        await StandsByAsync(standby);
        return new(cluster, leader, standby);
    }

    /// <summary>Waits until an operator has seen another lead.</summary>
    public static Task<string> StandsByAsync(OperatorProcess process) => process.ReadyzAsync(
        (status, text) => status == System.Net.HttpStatusCode.OK && text.Contains("leader-election ok: standby, lease held by", StringComparison.Ordinal));

    /// <summary>The calls by which a user wrote the lease, in order.</summary>
    public IReadOnlyList<Call> LeaseWrites(string user) =>
        [.. Cluster.Audit.Calls().Where(call => call is { Resource: "leases", IsWrite: true, Succeeded: true } && call.User == user)];

    /// <summary>Who holds the lease; empty: nobody.</summary>
    public async Task<string> HolderAsync()
    {
        var lease = (await Cluster.Kubectl.RunAsync("get", "lease", "compute-operator", "-n", InstalledCluster.OwnNamespace, "-o", "json")).Succeeded();
        return JsonNode.Parse(lease)!["spec"]!["holderIdentity"]?.GetValue<string>() ?? "";
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
