using System.Text;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Operator.Tests.Kit;
using Xunit.Abstractions;

namespace ComputeOperator.Operator.Tests.Telemetry;

/// <summary>What a life costs the API server, by its own count.</summary>
public class CallsTests(ITestOutputHelper output)
{
    private const int Instances = 500;

    [Fact]
    public async Task A_life_costs_the_writes_that_were_promised_and_no_conflict()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        // Without lease and events, patches are of Instances alone.
        var process = cluster.StartOperator("--events=false", "--leader-elect=false");
        await process.ReadyAsync();
        await using var sandbox = await cluster.SandboxAsync();
        var names = Enumerable.Range(0, Instances).Select(i => $"i-{i}").ToList();

        await ForEachAsync(names, name => cluster.Instances.CreateAsync(New(sandbox.Namespace, name), "test"));
        await SettledAsync(sandbox, names, InstancePhase.Running);
        await AssertWritesAsync(cluster, perInstance: (Finalizer: 1, Status: 3));
        await ForEachAsync(names, name => PowerAsync(cluster, sandbox, name, "Stopped"));
        await SettledAsync(sandbox, names, InstancePhase.Terminated);
        await AssertWritesAsync(cluster, perInstance: (Finalizer: 1, Status: 5));
        await ForEachAsync(names, name => PowerAsync(cluster, sandbox, name, "Running"));
        await SettledAsync(sandbox, names, InstancePhase.Running);
        await AssertWritesAsync(cluster, perInstance: (Finalizer: 1, Status: 7));
        await ForEachAsync(names, name => cluster.Instances.DeleteAsync(new(sandbox.Namespace, name), new()));
        foreach (var name in names)
        {
            await sandbox.History.GoneAsync(name, TimeSpan.FromMinutes(10));
        }

        await AssertWritesAsync(cluster, perInstance: (Finalizer: 2, Status: 9));
        var calls = cluster.Audit.Calls().Where(call => call is { User: InstalledCluster.OperatorUser, Group: "compute.iaas.dev" }).ToList();
        output.WriteLine(string.Join('\n', calls.GroupBy(call => (call.Verb, call.Resource, call.Code)).Select(same => $"{same.Key}: {same.Count()}")));
        Assert.DoesNotContain(calls, call => call.Verb is "get");
        // One list of each kind, streamed or not. A server ends the watch of a client that it feels is slow; how often is its own affair.
        Assert.InRange(calls.Count(call => call.Verb == "list"), 0, 3);
        Assert.InRange(calls.Count(call => call is { Verb: "watch", Resource: "machinetypes" }), 1, 2);
        Assert.All(calls.Where(call => call.IsWrite), call => Assert.True(call.Succeeded, call.ToString()));
        // Its count of the tenant may still be on its way into the audit log.
        await TestKit.Eventually.Passes(async () => Assert.Equal(
            cluster.Audit.Calls().Count(call => call is { User: InstalledCluster.OperatorUser, Group: "compute.iaas.dev", IsWrite: true }),
            await process.MetricAsync("rest_client_requests_total", "method=\"PATCH\"", "code=\"200\"")));
    }

    [Fact]
    public async Task A_restart_with_settled_instances_writes_nothing()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        var first = cluster.StartOperator();
        await using var sandbox = await cluster.SandboxAsync();
        var names = Enumerable.Range(0, 50).Select(i => $"i-{i}").ToList();
        await ForEachAsync(names, name => cluster.Instances.CreateAsync(New(sandbox.Namespace, name), "test"));
        await SettledAsync(sandbox, names, InstancePhase.Running);
        await TestKit.Eventually.Holds(async () => await cluster.Tenants.GetAsync(new("", ComputeApi.DefaultTenant)) is
        {
            Status: { Ledger.Pending: null, Phases: { } phases },
        } && phases.GetValueOrDefault("RUNNING") == names.Count);
        first.Terminate();
        await first.EndsWellAsync();
        var before = TimeProvider.System.GetUtcNow();
        var second = cluster.StartOperator();
        await second.LeadsAsync();
        await TestKit.Eventually.Holds(async () => await second.MetricAsync("controller_runtime_reconcile_total") >= names.Count);

        Assert.Empty(cluster.Audit.InstanceWritesSince(InstalledCluster.OperatorUser, before));
    }

    // A watch can show a write before the audit log does.
    private static Task AssertWritesAsync(InstalledCluster cluster, (int Finalizer, int Status) perInstance) => TestKit.Eventually.Passes(() =>
    {
        var writes = cluster.Audit.InstanceWrites(InstalledCluster.OperatorUser);
        Assert.Equal(
            (perInstance.Finalizer * Instances, perInstance.Status * Instances),
            (writes.Count(call => call.Resource == "instances"), writes.Count(call => call.Resource == "instances/status")));
        Assert.All(writes, call => Assert.Equal("patch", call.Verb));
        return Task.CompletedTask;
    });

    private static async Task SettledAsync(Sandbox sandbox, List<string> names, InstancePhase phase)
    {
        foreach (var name in names)
        {
            await sandbox.History.SettledAsync(name, phase, TimeSpan.FromMinutes(10));
        }
    }

    private static Task PowerAsync(InstalledCluster cluster, Sandbox sandbox, string name, string power) => cluster.Instances.PatchAsync(
        new(sandbox.Namespace, name), new Patch.Merge(Encoding.UTF8.GetBytes($$$"""{"spec":{"powerState":"{{{power}}}"}}""")), new("test"));

    private static Task ForEachAsync(IEnumerable<string> names, Func<string, Task> act) =>
        Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (name, _) => await act(name));

    private static Instance New(string ns, string name) => new()
    {
        ApiVersion = "compute.iaas.dev/v1",
        Kind = "Instance",
        Metadata = new() { Name = name, Namespace = ns },
        Spec = new() { MachineType = "e2-small" },
    };
}
