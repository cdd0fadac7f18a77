using ComputeOperator.TestKit;

namespace ComputeOperator.Manifests.Tests.Server;

/// <summary>The control plane of this test run with <c>config/default</c> on it, installed as a user would.</summary>
internal sealed class Installation
{
    private static readonly Lazy<Task<Installation>> Shared = new(InstallAsync);

    private Installation(ControlPlane controlPlane, KubectlResult applied)
    {
        ControlPlane = controlPlane;
        Applied = applied;
    }

    public ControlPlane ControlPlane { get; }

    /// <summary>What <c>kubectl apply -k config/default</c> on an empty cluster said.</summary>
    public KubectlResult Applied { get; }

    public Kubectl Kubectl => ControlPlane.Kubectl;

    public static Task<Installation> GetAsync() => Shared.Value;

    private static async Task<Installation> InstallAsync()
    {
        var controlPlane = await ControlPlane.GetAsync();
        var applied = await ApplyAsync(controlPlane.Kubectl, "default");
        string[] wait = ["wait", "crd", "--all", "--for=condition=Established", "--timeout=180s"];
        (await controlPlane.Kubectl.RunAsync(wait)).Succeeded();
        // No operator runs here, which would create them.
        (await ApplyAsync(controlPlane.Kubectl, "machinetypes")).Succeeded();
        (await ApplyAsync(controlPlane.Kubectl, "tenants")).Succeeded();
        await ProtectsAsync(controlPlane);
        return new(controlPlane, applied);
    }

    // The API server takes up policies a while after it has answered, and lets everything through until then.
    private static async Task ProtectsAsync(ControlPlane controlPlane)
    {
        var ns = await controlPlane.NewNamespaceAsync("protects");
        (await controlPlane.Kubectl.RunAsync("apply", "-n", ns, "-f", Path.Combine(Repository.Config("samples"), "protected.yaml"))).Succeeded();
        await Eventually.Holds(async () =>
            (await controlPlane.Kubectl.RunAsync("delete", "-n", ns, "inst", "database-1", "--dry-run=server")).Error
                .Contains("deletion-protection.compute.iaas.dev", StringComparison.Ordinal));
    }

    private static Task<KubectlResult> ApplyAsync(Kubectl kubectl, string folder) => kubectl.RunAsync("apply", "-k", Repository.Config(folder));
}
