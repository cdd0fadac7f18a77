using System.Text.RegularExpressions;

namespace ComputeOperator.Manifests.Tests.Server;

/// <summary>The overlay that the README shows.</summary>
public sealed class OverlayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("overlay-").FullName;

    [Fact]
    public async Task It_gives_the_operator_its_flags_replicas_and_image()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        var shown = Regex.Match(readme, "<!-- overlay -->\n```yaml\n(.*?)```", RegexOptions.Singleline);
        Assert.True(shown.Success);
        await File.WriteAllTextAsync(Path.Combine(_folder, "kustomization.yaml"), shown.Groups[1].Value);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "compute-operator"), Repository.Root);

        var kubectl = (await Installation.GetAsync()).ControlPlane.Kubectl;
        var built = (await kubectl.RunAsync("kustomize", _folder)).Succeeded();

        Assert.Contains("- --install-defaults=false", built, StringComparison.Ordinal);
        Assert.Contains("replicas: 2", built, StringComparison.Ordinal);
        Assert.Contains("image: registry.example/compute-operator:v1", built, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
