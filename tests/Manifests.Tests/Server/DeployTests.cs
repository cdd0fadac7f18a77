using ComputeOperator.TestKit;

namespace ComputeOperator.Manifests.Tests.Server;

/// <summary><c>make deploy</c> and its kin.</summary>
public sealed class DeployTests : IDisposable
{
    // Says what it would apply.
    private const string Rendering = """
        case $1 in
          apply) cat ;;
          *) exec kubectl "$@" ;;
        esac
        """;

    // A namespace needs the controller manager to go.
    private const string Impatient = """
        case $1 in
          delete) exec kubectl "$@" --wait=false ;;
          *) exec kubectl "$@" ;;
        esac
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("deploy-").FullName;

    [Theory]
    [InlineData("deploy", "IMG", "registry.example:5000/team/compute-operator:v1")]
    [InlineData("deploy", "IMG", "compute-operator@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("deploy-gateway", "GATEWAY_IMG", "registry.example:5000/team/compute-gateway:v1")]
    public async Task The_deployment_runs_the_image_that_the_variable_names(string target, string variable, string image)
    {
        var manifests = await RenderAsync($"{target} {variable}={image}");

        Assert.Contains($"        image: {image}", manifests);
        Assert.DoesNotContain(manifests, line => line.EndsWith(":latest", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("deploy", "compute-operator")]
    [InlineData("deploy-gateway", "compute-gateway")]
    public async Task Without_it_the_deployment_runs_the_image_that_was_built(string target, string program) =>
        Assert.Contains($"        image: {program}:latest", await RenderAsync(target));

    [Fact]
    public async Task Undeploy_takes_everything_away_the_gateway_too()
    {
        await using var plane = await ControlPlane.StartAsync();
        var before = await InstalledAsync(plane);
        await Shell.RunAsync($"make -C '{Repository.Root}' deploy deploy-gateway", plane.Kubeconfig);
        Assert.Contains("clusterrole.rbac.authorization.k8s.io/compute-catalog-view", await InstalledAsync(plane), StringComparison.Ordinal);

        await Shell.RunAsync($"make -C '{Repository.Root}' undeploy KUBECTL='{await ScriptAsync(Impatient)}'", plane.Kubeconfig);

        await Eventually.Holds(async () => await InstalledAsync(plane) == before);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<string> InstalledAsync(ControlPlane plane) => (await plane.Kubectl.RunAsync(
        "get", "crd,clusterroles,clusterrolebindings,validatingadmissionpolicies,validatingadmissionpolicybindings", "-o", "name")).Succeeded();

    private async Task<string[]> RenderAsync(string arguments)
    {
        var rendered = Path.Combine(_folder, "rendered.yaml");
        await Shell.RunAsync($"make --silent -C '{Repository.Root}' {arguments} KUBECTL='{await ScriptAsync(Rendering)}' >'{rendered}'", "no-such-file");
        return await File.ReadAllLinesAsync(rendered);
    }

    private async Task<string> ScriptAsync(string text)
    {
        var script = Path.Combine(_folder, "kubectl");
        await File.WriteAllTextAsync(script, text);
        return $"sh {script}";
    }
}
