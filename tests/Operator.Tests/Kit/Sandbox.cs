using System.Text.Json;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>A namespace that one test works in: as its user by kubectl, as its observer by a watch.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private readonly InstalledCluster _cluster;

    private Sandbox(InstalledCluster cluster, string ns, InstanceHistory history) => (_cluster, Namespace, History) = (cluster, ns, history);

    public string Namespace { get; }

    public InstanceHistory History { get; }

    public static async Task<Sandbox> OpenAsync(InstalledCluster cluster, string ns) =>
        new(cluster, ns, await InstanceHistory.BeginAsync(cluster.Instances, ns));

    /// <summary>Runs kubectl in this namespace.</summary>
    public Task<KubectlResult> KubectlAsync(params string[] arguments) => _cluster.Kubectl.RunAsync(["-n", Namespace, .. arguments]);

    /// <summary>Starts kubectl in the namespace, and leaves it running.</summary>
    public Task<ProgramProcess> StartKubectlAsync(params string[] arguments) => _cluster.Kubectl.StartAsync(["-n", Namespace, .. arguments]);

    /// <summary>Applies an Instance.</summary>
    public async Task ApplyAsync(string name, string spec = "", string annotations = "") =>
        (await _cluster.Kubectl.ApplyAsync(Manifest(name, spec, annotations), "-n", Namespace)).Succeeded();

    /// <summary>Applies an Instance and waits until it is Ready in <paramref name="phase"/>.</summary>
    public async Task<Instance> SettledAsync(string name, InstancePhase phase, string spec = "", string annotations = "")
    {
        await ApplyAsync(name, spec, annotations);
        return await History.SettledAsync(name, phase);
    }

    /// <summary>Applies a Tenant; <paramref name="spec"/> is fields of a flow mapping. Tenants are in no namespace: give it a name of its own.</summary>
    public Task<KubectlResult> ApplyNamedTenantAsync(string name, string spec) => _cluster.Kubectl.ApplyAsync($$"""
        apiVersion: compute.iaas.dev/v1
        kind: Tenant
        metadata: { name: {{name}} }
        spec: { {{spec}} }
        """);

    /// <summary>The Tenant that has this namespace's name.</summary>
    public async Task<Tenant?> TenantAsync() => await _cluster.Tenants.GetAsync(new("", Namespace));

    /// <summary>Waits until the Tenant of this namespace's name is as wanted, and returns it.</summary>
    public async Task<Tenant> TenantUntilAsync(Func<Tenant, bool> wanted)
    {
        Tenant? last = null;
        try
        {
            return await Eventually.Returns(async () => (last = await TenantAsync()) is { } now && wanted(now) ? now : null);
        }
        catch (Xunit.Sdk.XunitException e)
        {
            throw new InvalidOperationException($"{e.Message}\n{JsonSerializer.Serialize(last!, EntitiesJsonContext.Default.Tenant)}", e);
        }
    }

    /// <summary>Applies the Tenant of this namespace's name; without <paramref name="namespaces"/> it lists just this namespace.</summary>
    public async Task ApplyTenantAsync(string spec, string? namespaces = null) =>
        (await ApplyNamedTenantAsync(Namespace, $"namespaces: ['{namespaces ?? Namespace}'], {spec}")).Succeeded();

    /// <summary>Applies an Instance of the Tenant of this namespace's name.</summary>
    public Task ApplyForTenantAsync(string name, string spec = "", string annotations = "") => ApplyAsync(name, $"tenant: {Namespace}, {spec}", annotations);

    /// <summary>Waits until an Instance is not let in, for that reason, with a message that says <paramref name="text"/>.</summary>
    public Task<Instance> RefusedAsync(string name, string reason, string text) => History.UntilAsync(
        name,
        instance => instance.Condition(InstanceConditions.QuotaReserved) is { Status: ConditionStatus.False } refused
            && refused.Reason == reason && refused.Message.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until an Instance is not let in, for that reason, and says that somebody must act.</summary>
    public async Task<Instance> StalledAsync(string name, string reason, string text)
    {
        await RefusedAsync(name, reason, text);
        return await History.UntilAsync(name, instance => instance.IsStalled(reason, text));
    }

    /// <summary>Changes the spec, and waits until the history shows it: what was so before the change answers no question about it.</summary>
    public async Task PatchAsync(string name, string spec) => await History.ReachedAsync(
        (await KubectlAsync("patch", "inst", name, "--type=merge", "-p", $$$"""{"spec":{ {{{spec}}} }}""", "-o", "jsonpath={.metadata.resourceVersion}")).Succeeded());

    /// <summary>Asks for a deletion without waiting for it.</summary>
    public async Task DeleteAsync(params string[] names) =>
        (await KubectlAsync(["delete", "inst", .. names, "--wait=false"])).Succeeded();

    /// <summary>An Instance as YAML; <paramref name="spec"/> and <paramref name="annotations"/> are fields of a flow mapping.</summary>
    public static string Manifest(string name, string spec = "", string annotations = "") => $$"""
        apiVersion: compute.iaas.dev/v1
        kind: Instance
        metadata: { name: {{name}}, annotations: { {{annotations}} } }
        spec: { {{(spec.Contains("machineType", StringComparison.Ordinal) ? "" : "machineType: e2-small, ")}}{{spec}} }
        """;

    public ValueTask DisposeAsync() => History.DisposeAsync();
}
