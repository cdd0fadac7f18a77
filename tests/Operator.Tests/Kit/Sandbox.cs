using ComputeOperator.Entities.V1;
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
    public Task<KubectlResult> ApplyTenantAsync(string name, string spec) => _cluster.Kubectl.ApplyAsync($$"""
        apiVersion: compute.iaas.dev/v1
        kind: Tenant
        metadata: { name: {{name}} }
        spec: { {{spec}} }
        """);

    /// <summary>Changes the spec.</summary>
    public async Task PatchAsync(string name, string spec) =>
        (await KubectlAsync("patch", "inst", name, "--type=merge", "-p", $$$"""{"spec":{ {{{spec}}} }}""")).Succeeded();

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
