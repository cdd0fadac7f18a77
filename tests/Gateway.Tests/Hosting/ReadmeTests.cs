using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Hosting;

/// <summary>What the README says of REST is run as it stands.</summary>
public sealed class ReadmeTests
{
    // An answer that is a failure must be one of the command too.
    private const string Strict = "curl() { command curl --silent --show-error --fail-with-body \"$@\"; }\n";

    [ToolFact("curl")]
    public async Task The_commands_work_line_by_line()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await cluster.StartOperator().LeadsAsync();
        await using var gateway = await GatewayProcess.StartAsync(cluster.Plane.Kubeconfig, "--auth=none", "--auto-create-tenants");
        var blocks = await Terminal.BlocksAsync("rest");
        Assert.Equal(2, blocks.Count);

        using var terminal = new Terminal(cluster.Plane.Kubeconfig);
        await terminal.RunAsync([Strict, .. blocks.Select(block => block.Replace("http://127.0.0.1:8082/", gateway.Address.ToString(), StringComparison.Ordinal))]);

        Assert.Equal(3, (await cluster.Kubectl.RunAsync("get", "instances", "-A", "-o", "name")).Succeeded().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
