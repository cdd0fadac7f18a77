using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;

namespace ComputeOperator.Operator.Tests.BadInput;

public class MissingDefinitionsTests
{
    [Fact]
    public async Task Without_definitions_it_says_how_to_install_them_and_waits()
    {
        await using var cluster = await InstalledCluster.StartAsync(Installed.Rights);
        var process = cluster.StartOperator("--install-defaults=false");
        await process.LineAsync("instances.compute.iaas.dev: not installed on the API server");
        var unready = await process.ReadyzAsync((_, text) => text.Contains("[-]instances-synced failed: instances.compute.iaas.dev: not installed", StringComparison.Ordinal));
        await cluster.InstallAsync(Installed.Definitions);
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.ApplyAsync("web");
        var waiting = await sandbox.History.UntilAsync("web", instance => instance.Holds(InstanceConditions.Stalled));
        await cluster.InstallAsync(Installed.MachineTypes);
        var orphan = await sandbox.History.UntilAsync("web", instance => instance.IsStalled("TenantNotFound", "no Tenant 'default'"));
        await cluster.InstallAsync(Installed.Tenants);
        await sandbox.History.SettledAsync("web", InstancePhase.Running);

        Assert.Contains("; to install it: make install", process.Log, StringComparison.Ordinal);
        Assert.Contains("; to install it: make install", unready, StringComparison.Ordinal);
        Assert.Contains("kubectl apply -k config/machinetypes", waiting.Condition(InstanceConditions.Stalled)!.Message, StringComparison.Ordinal);
        Assert.Contains("kubectl apply -k config/tenants", orphan.Condition(InstanceConditions.Stalled)!.Message, StringComparison.Ordinal);
        Assert.InRange(process.Lines.Count(line => line.Contains("not installed", StringComparison.Ordinal)), 1, 6);
    }

    [Fact]
    public async Task Definitions_that_go_and_come_back_are_followed_again()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        var process = cluster.StartOperator();
        await process.LeadsAsync();
        (await cluster.Kubectl.RunAsync("delete", "-k", Path.Combine(Repository.Root, "config", "crd"), "--timeout=180s")).Succeeded();
        await process.LineAsync("not installed");
        await cluster.InstallAsync(Installed.Definitions | Installed.MachineTypes | Installed.Tenants);
        await process.LeadsAsync();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.SettledAsync("web", InstancePhase.Running);
    }
}
