using System.Text.Json;
using System.Text.RegularExpressions;
using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Walks;

public sealed class ArgoCdTests
{
    // As Argo CD's own manifests have it, which finds it by the second label.
    private const string ConfigMap = """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: argocd-cm
          labels:
            app.kubernetes.io/name: argocd-cm
            app.kubernetes.io/part-of: argocd
        data:
          url: https://argocd.example
        """;

    [Fact]
    public async Task Argo_CD_sees_how_instances_and_tenants_stand()
    {
        var cluster = await SharedCluster.GetAsync();
        await using var sandbox = await cluster.SandboxAsync();
        var health = await HealthAsync(cluster, sandbox);
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

    [Theory]
    [InlineData("--server-side --force-conflicts")]
    [InlineData("--server-side=false")]
    public async Task Telling_Argo_CD_leaves_what_it_was_installed_with_and_outlasts_its_upgrade(string apply)
    {
        var cluster = await SharedCluster.GetAsync();
        await using var sandbox = await cluster.SandboxAsync();
        await InstallAsync(cluster, sandbox, apply);

        await TellAsync(cluster, sandbox);
        await AssertCompleteAsync(sandbox);
        await InstallAsync(cluster, sandbox, apply);
        await AssertCompleteAsync(sandbox);
    }

    private static async Task AssertCompleteAsync(Sandbox sandbox)
    {
        var configMap = (await sandbox.KubectlAsync("get", "configmap", "argocd-cm", "-o", "yaml")).Succeeded();
        Assert.Contains("app.kubernetes.io/part-of: argocd", configMap, StringComparison.Ordinal);
        Assert.Contains("url: https://argocd.example", configMap, StringComparison.Ordinal);
        Assert.Contains("resource.customizations.health.compute.iaas.dev_Instance: |", configMap, StringComparison.Ordinal);
        Assert.Contains("resource.customizations.health.compute.iaas.dev_Tenant: |", configMap, StringComparison.Ordinal);
    }

    private static async Task<ArgoCdHealth> HealthAsync(InstalledCluster cluster, Sandbox sandbox)
    {
        await InstallAsync(cluster, sandbox, "--server-side");
        await TellAsync(cluster, sandbox);
        return ArgoCdHealth.Of((await sandbox.KubectlAsync("get", "configmap", "argocd-cm", "-o", "yaml")).Succeeded());
    }

    private static async Task InstallAsync(InstalledCluster cluster, Sandbox sandbox, string apply) =>
        (await cluster.Kubectl.ApplyAsync(ConfigMap, ["-n", sandbox.Namespace, .. apply.Split(' ')])).Succeeded();

    // As documented, but for the namespace.
    private static async Task TellAsync(InstalledCluster cluster, Sandbox sandbox)
    {
        var documented = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "tenants.md"));
        var command = Regex.Match(documented, "^(kubectl .* argocd-cm) -n argocd (.*)$", RegexOptions.Multiline);
        Assert.True(command.Success);
        await Shell.RunAsync($"cd '{Repository.Root}'; {command.Result($"$1 -n {sandbox.Namespace} $2")}", cluster.Plane.Kubeconfig);
    }

    private static async Task<JsonElement> ReadAsync(Sandbox sandbox, string name) =>
        JsonElement.Parse((await sandbox.KubectlAsync("get", name, "-o", "json")).Succeeded());
}
