using ComputeOperator.TestKit;

namespace ComputeOperator.Manifests.Tests.Server;

/// <summary>The control plane of this test run with <c>config/default</c> on it, installed as a user would.</summary>
internal sealed class Installation
{
    private static readonly Lazy<Task<Installation>> Shared = new(InstallAsync);

    private Installation(ControlPlane controlPlane, KubectlResult first, KubectlResult second)
    {
        ControlPlane = controlPlane;
        First = first;
        Second = second;
    }

    public ControlPlane ControlPlane { get; }

    /// <summary>What the first <c>kubectl apply -k config/default</c> on an empty cluster said.</summary>
    public KubectlResult First { get; }

    /// <summary>What the second one said, after the definitions were established.</summary>
    public KubectlResult Second { get; }

    public Kubectl Kubectl => ControlPlane.Kubectl;

    public static Task<Installation> GetAsync() => Shared.Value;

    private static async Task<Installation> InstallAsync()
    {
        var controlPlane = await ControlPlane.GetAsync();
        var first = await ApplyAsync(controlPlane.Kubectl);
        string[] wait = ["wait", "crd", "--all", "--for=condition=Established", "--timeout=60s"];
        (await controlPlane.Kubectl.RunAsync(wait)).Succeeded();
        return new(controlPlane, first, await ApplyAsync(controlPlane.Kubectl));
    }

    private static Task<KubectlResult> ApplyAsync(Kubectl kubectl) => kubectl.RunAsync("apply", "-k", Repository.Config("default"));
}
