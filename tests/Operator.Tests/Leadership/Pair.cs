using System.Text.Json.Nodes;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Leadership;

/// <summary>An operator, and the user as whom it calls.</summary>
internal sealed record Candidate(string User, OperatorProcess Process);

/// <summary>
/// Two operators with an identity each, so that the audit log says who wrote. On a machine that stands still for longer than a lease they
/// change places, rightfully and at any time: what is asserted has to hold for whoever leads.
/// </summary>
internal sealed class Pair : IAsyncDisposable
{
    private const string Leads = "leader-election ok: leader";
    private const string StandsBy = "leader-election ok: standby, lease held by";

    // What operators take unless they are told otherwise.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    // The two that measure a lease can be this far apart.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(0.5);

    private readonly Candidate _first;
    private readonly Candidate _second;

    private Pair(InstalledCluster cluster, Candidate first, Candidate second) => (Cluster, _first, _second) = (cluster, first, second);

    public InstalledCluster Cluster { get; }

    /// <summary>Starts both; the second once the first leads, and it has seen who does.</summary>
    public static async Task<Pair> StartAsync(params string[] flags)
    {
        var cluster = await InstalledCluster.StartAsync();
        var first = await StartAsync(cluster, "operator-a", flags);
        await first.Process.LeadsAsync();
        var second = await StartAsync(cluster, "operator-b", flags);
        await KnowsTheLeaderAsync(second);
        return new(cluster, first, second);
    }

    /// <summary>Waits until an operator has seen another lead, or leads itself.</summary>
    public static Task<string> KnowsTheLeaderAsync(Candidate candidate) => candidate.Process.ReadyzAsync(
        (_, text) => text.Contains(Leads, StringComparison.Ordinal) || text.Contains(StandsBy, StringComparison.Ordinal));

    /// <summary>Waits until one leads, and returns it and the other.</summary>
    public async Task<(Candidate Leader, Candidate Standby)> RolesAsync()
    {
        var leader = await Eventually.Returns(async () => await LeadsAsync(_first) ? _first : await LeadsAsync(_second) ? _second : null);
        return (leader, leader == _first ? _second : _first);
    }

    /// <summary>The calls by which a user wrote the lease, in order.</summary>
    public IReadOnlyList<Call> LeaseWrites(string user) => [.. LeaseWrites().Where(call => call.User == user)];

    /// <summary>Where the lease was taken from another before it had run out; one that is given back may be taken at once.</summary>
    public IEnumerable<string> TakenTooSoon()
    {
        var writes = LeaseWrites();
        return writes.Zip(writes.Skip(1))
            .Where(next => next.First.User != next.Second.User && next.Second.Received - next.First.Received < Lease - Tolerance)
            .Select(next => $"{next.First}, {next.Second}");
    }

    /// <summary>Who holds the lease; empty: nobody.</summary>
    public async Task<string> HolderAsync()
    {
        var lease = (await Cluster.Kubectl.RunAsync("get", "lease", "compute-operator", "-n", InstalledCluster.OwnNamespace, "-o", "json")).Succeeded();
        return JsonNode.Parse(lease)!["spec"]!["holderIdentity"]?.GetValue<string>() ?? "";
    }

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    private static async Task<Candidate> StartAsync(InstalledCluster cluster, string user, string[] flags) =>
        new(user, cluster.StartOperatorAs(await cluster.OperatorIdentityAsync(user), flags));

    private static async Task<bool> LeadsAsync(Candidate candidate) =>
        await candidate.Process.ProbeAsync("/readyz?verbose") is var (_, text) && text.Contains(Leads, StringComparison.Ordinal);

    // API servers have leases too, in a namespace of their own.
    private List<Call> LeaseWrites() =>
        [.. Cluster.Audit.Calls().Where(call => call is { Resource: "leases", Namespace: InstalledCluster.OwnNamespace, IsWrite: true, Succeeded: true })];
}
