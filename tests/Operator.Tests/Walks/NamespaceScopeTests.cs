using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;

namespace ComputeOperator.Operator.Tests.Walks;

public class NamespaceScopeTests
{
    [Fact]
    public async Task Only_the_namespaces_named_are_worked_on()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await using var first = await cluster.SandboxAsync("first");
        await using var second = await cluster.SandboxAsync("second");
        await using var other = await cluster.SandboxAsync("other");
        await other.ApplyAsync("web");
        cluster.StartOperator($"--namespaces={first.Namespace},{second.Namespace}");
        await first.SettledAsync("web", InstancePhase.Running);
        await second.SettledAsync("web", InstancePhase.Running);

        var reads = Reads(cluster, second);
        for (var i = 0; i < 20; i++)
        {
            await first.SettledAsync($"web-{i}", InstancePhase.Running);
        }

        // A watch may end by itself, with the bookmark of another minute.
        Assert.InRange(Reads(cluster, second) - reads, 0, 2);
        Assert.Null(other.History.Latest("web")!.Status?.Phase);
        Assert.Empty(other.History.Latest("web")!.Metadata.Finalizers ?? []);
        var seen = cluster.Audit.Calls().Where(call => call is { User: InstalledCluster.OperatorUser, Resource: "instances" or "instances/status" });
        Assert.Equal(new[] { first.Namespace, second.Namespace }.Order(), seen.Select(call => call.Namespace).Distinct().Order());
    }

    private static int Reads(InstalledCluster cluster, Sandbox of) => cluster.Audit.Calls().Count(call =>
        call is { User: InstalledCluster.OperatorUser, Resource: "instances", Verb: "list" or "watch" } && call.Namespace == of.Namespace);
}
