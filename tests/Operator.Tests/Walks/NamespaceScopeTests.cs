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

        Assert.Null(other.History.Latest("web")!.Status);
        Assert.Empty(other.History.Latest("web")!.Metadata.Finalizers ?? []);
        var seen = cluster.Audit.Calls().Where(call => call is { User: InstalledCluster.OperatorUser, Resource: "instances" or "instances/status" });
        Assert.Equal(new[] { first.Namespace, second.Namespace }.Order(), seen.Select(call => call.Namespace).Distinct().Order());
    }
}
