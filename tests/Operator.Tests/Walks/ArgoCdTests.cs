using System.Text.Json;
using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;

namespace ComputeOperator.Operator.Tests.Walks;

public sealed class ArgoCdTests
{
    [Fact]
    public async Task Argo_CD_sees_how_instances_and_tenants_stand()
    {
        var cluster = await SharedCluster.GetAsync();
        await using var sandbox = await cluster.SandboxAsync();
        var health = await AppliedAsync(cluster);
        (await sandbox.ApplyNamedTenantAsync(sandbox.Namespace, "namespaces: ['*'], quota: { instances: 1 }")).Succeeded();
        var tenant = $"tenant: {sandbox.Namespace}";
        await sandbox.SettledAsync("up", InstancePhase.Running, tenant);
        await sandbox.SettledAsync("down", InstancePhase.Terminated, "powerState: Stopped");
        await sandbox.ApplyAsync("waiting", tenant);
        await sandbox.History.UntilAsync("waiting", instance => instance.Condition(InstanceConditions.QuotaReserved)?.Reason == "QuotaExceeded");
        await sandbox.ApplyAsync("wrong", "machineType: no-such-type");
        await sandbox.History.UntilAsync("wrong", instance => instance.Holds(InstanceConditions.Stalled));

        Assert.Equal(("Healthy", "The machine is running."), health.Of(await ReadAsync(sandbox, "instance/up")));
        Assert.Equal("Healthy", health.Of(await ReadAsync(sandbox, "instance/down")).Status);
        Assert.Equal("Healthy", health.Of(await ReadAsync(sandbox, $"tenant/{sandbox.Namespace}")).Status);
        Assert.Equal("Progressing", health.Of(await ReadAsync(sandbox, "instance/waiting")).Status);
        var (status, message) = health.Of(await ReadAsync(sandbox, "instance/wrong"));
        Assert.Equal("Degraded", status);
        Assert.Contains("no-such-type", message, StringComparison.Ordinal);
        var changed = (await ReadAsync(sandbox, "instance/up")).GetRawText().Replace("\"observedGeneration\": 1", "\"observedGeneration\": 0", StringComparison.Ordinal);
        Assert.Equal("Progressing", health.Of(JsonElement.Parse(changed)).Status);
        Assert.Equal("Progressing", health.Of(JsonElement.Parse("""{"kind":"Instance","metadata":{"generation":1}}""")).Status);
    }

    // Beside what the ConfigMap has already, as documented.
    private static async Task<ArgoCdHealth> AppliedAsync(InstalledCluster cluster)
    {
        (await cluster.Kubectl.RunAsync("create", "namespace", "argocd")).Succeeded();
        (await cluster.Kubectl.RunAsync("create", "configmap", "argocd-cm", "-n", "argocd", "--from-literal=url=https://argocd.example")).Succeeded();
        (await cluster.Kubectl.RunAsync("apply", "--server-side", "-k", Path.Combine(Repository.Root, "config", "argocd"))).Succeeded();
        var configMap = (await cluster.Kubectl.RunAsync("get", "configmap", "argocd-cm", "-n", "argocd", "-o", "yaml")).Succeeded();
        Assert.Contains("url: https://argocd.example", configMap, StringComparison.Ordinal);
        return ArgoCdHealth.Of(configMap);
    }

    private static async Task<JsonElement> ReadAsync(Sandbox sandbox, string name) =>
        JsonElement.Parse((await sandbox.KubectlAsync("get", name, "-o", "json")).Succeeded());
}
