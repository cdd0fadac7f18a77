using System.Text.RegularExpressions;

namespace ComputeOperator.Manifests.Tests.Server;

/// <summary>What users' own kustomizations make of <c>config/</c>.</summary>
public sealed class OverlayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("overlay-").FullName;

    [Fact]
    public async Task The_overlay_of_the_README_gives_the_operator_its_flags_replicas_and_image()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        var shown = Regex.Match(readme, "<!-- overlay -->\n```yaml\n(.*?)```", RegexOptions.Singleline);
        Assert.True(shown.Success);

        var built = await BuildAsync(shown.Groups[1].Value);

        Assert.Contains("- --install-defaults=false", built, StringComparison.Ordinal);
        Assert.Contains("replicas: 2", built, StringComparison.Ordinal);
        Assert.Contains("image: registry.example/compute-operator:v1", built, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_component_for_Argo_CD_adds_to_its_ConfigMap()
    {
        const string installed = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: argocd-cm
              labels:
                app.kubernetes.io/part-of: argocd
            data:
              url: https://argocd.example
            """;
        await File.WriteAllTextAsync(Path.Combine(_folder, "install.yaml"), installed);
        var documented = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "tenants.md"));
        var components = Regex.Match(documented, "`(components: .*?)`").Groups[1].Value;

        var built = await BuildAsync($"namespace: argocd\nresources: [install.yaml]\n{components}\n");

        Assert.Contains("app.kubernetes.io/part-of: argocd", built, StringComparison.Ordinal);
        Assert.Contains("url: https://argocd.example", built, StringComparison.Ordinal);
        Assert.Contains("resource.customizations.health.compute.iaas.dev_Instance: |", built, StringComparison.Ordinal);
        Assert.Contains("resource.customizations.health.compute.iaas.dev_Tenant: |", built, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> BuildAsync(string kustomization)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "kustomization.yaml"), kustomization);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "compute-operator"), Repository.Root);
        return (await (await Installation.GetAsync()).Kubectl.RunAsync("kustomize", _folder)).Succeeded();
    }
}
