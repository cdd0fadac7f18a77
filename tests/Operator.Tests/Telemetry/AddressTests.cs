using ComputeOperator.Operator.Tests.Kit;

namespace ComputeOperator.Operator.Tests.Telemetry;

public class AddressTests
{
    [Fact]
    public async Task Without_addresses_it_listens_nowhere_and_works()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await using var sandbox = await cluster.SandboxAsync();
        await using var process = OperatorProcess.StartBare(
            "--metrics-bind-address=0", "--health-probe-bind-address=0", $"--kubeconfig={cluster.OperatorKubeconfig}", "--leader-elect=false");

        await process.LineAsync("Metrics and probes on no address");
        await sandbox.ApplyAsync("web");
        await sandbox.History.SettledAsync("web", Entities.V1.InstancePhase.Running);
        process.Terminate();
        await process.EndsWellAsync();
    }
}
