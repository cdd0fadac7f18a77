using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;

namespace ComputeOperator.Operator.Tests.BadInput;

public class ForbiddenTests
{
    [Fact]
    public async Task A_right_to_write_that_is_missing_is_named_once_and_its_return_is_noticed()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await Refusals.OfAsync(cluster, "instances/status", "patch");
        var process = cluster.StartOperator();
        await using var sandbox = await cluster.SandboxAsync();
        for (var i = 0; i < 5; i++)
        {
            await sandbox.ApplyAsync($"web-{i}");
        }

        await process.LineAsync("not allowed to patch instances/status");
        await Refusals.AtLeastAsync(cluster, 15);
        var complaints = process.Lines.Count(line => line.Contains("instances/status", StringComparison.Ordinal));
        await cluster.InstallAsync(Installed.Rights);
        for (var i = 0; i < 5; i++)
        {
            await sandbox.History.SettledAsync($"web-{i}", InstancePhase.Running);
        }

        Assert.Equal(1, complaints);
    }

    [Fact]
    public async Task A_right_to_delete_children_that_is_missing_is_named_once_and_its_return_is_noticed()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        var process = cluster.StartOperator();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.SettledAsync("host", InstancePhase.Running);
        await sandbox.SettledAsync("child", InstancePhase.Running, "parent: host");
        await Refusals.OfAsync(cluster, "instances", "delete");
        (await sandbox.KubectlAsync("delete", "instance", "host", "--wait=false")).Succeeded();
        await process.LineAsync("not allowed to delete instances");
        await Refusals.MoreAsync(cluster, 3);
        var complaints = process.Lines.Count(line => line.Contains("delete", StringComparison.Ordinal));
        await cluster.InstallAsync(Installed.Rights);
        (await sandbox.KubectlAsync("wait", "--for=delete", "instance/host", "instance/child", "--timeout=180s")).Succeeded();

        Assert.Equal(1, complaints);
    }

    [Theory]
    [InlineData("instances", "watch")]
    [InlineData("machinetypes", "watch")]
    public async Task A_right_to_read_that_is_missing_is_named_once_and_its_return_is_noticed(string resource, string verb)
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await Refusals.OfAsync(cluster, resource, verb);
        var process = cluster.StartOperator();
        var line = await process.LineAsync($"{resource}.compute.iaas.dev: not allowed to");
        var unready = await process.ReadyzAsync((_, text) => text.Contains($"[-]{resource}-synced failed", StringComparison.Ordinal));
        await Refusals.AtLeastAsync(cluster, 4);
        var complaints = process.Lines.Count(text => text.Contains(resource, StringComparison.Ordinal) && text.Contains("not allowed", StringComparison.Ordinal));
        await cluster.InstallAsync(Installed.Rights);
        await process.ReadyzAsync((status, _) => status == System.Net.HttpStatusCode.OK);

        Assert.Contains($"cannot {verb} resource \"{resource}\"", line, StringComparison.Ordinal);
        Assert.Contains($"cannot {verb} resource", unready, StringComparison.Ordinal);
        Assert.Equal(1, complaints);
    }

    [Fact]
    public async Task Without_the_lease_it_stands_by_and_says_why()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        (await cluster.Kubectl.RunAsync("patch", "role", "compute-operator", "-n", InstalledCluster.OwnNamespace, "--type=merge", "-p", """{"rules":[]}""")).Succeeded();
        var process = cluster.StartOperator();
        var standby = await process.ReadyzAsync((_, text) => text.Contains("leader-election failed: standby, lease", StringComparison.Ordinal) && text.Contains("out of reach", StringComparison.Ordinal));
        await cluster.InstallAsync(Installed.Rights);
        await process.LeadsAsync();

        Assert.Contains("leases", standby, StringComparison.Ordinal);
    }
}
