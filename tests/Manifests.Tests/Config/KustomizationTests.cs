using YamlDotNet.RepresentationModel;

namespace ComputeOperator.Manifests.Tests.Config;

public sealed class KustomizationTests
{
    private static readonly string[] Names =
        [.. Directory.GetDirectories(Repository.Config("")).Select(Path.GetFileName).OfType<string>().Where(name => name != "default")];

    // That of Argo CD is a component, which patches.
    public static TheoryData<string> Folders => [.. Names.Where(name => name != "argocd")];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Every_file_of_the_folder_is_applied(string folder)
    {
        var files = Directory.GetFiles(Repository.Config(folder), "*.yaml").Select(Path.GetFileName).Where(name => name != "kustomization.yaml");

        Assert.Equal(files.Order(), ResourcesOf(folder).Order());
    }

    [Fact]
    public void Everything_but_the_samples_the_gateway_what_the_operator_creates_and_what_is_for_other_programs_is_in_default()
    {
        var folders = Names.Where(name => name is not ("samples" or "gateway" or "machinetypes" or "tenants" or "argocd" or "prometheus")).Select(name => $"../{name}");

        Assert.Equal(folders.Order(), ResourcesOf("default").Order());
    }

    private static IEnumerable<string> ResourcesOf(string folder)
    {
        using var text = File.OpenText(Path.Combine(Repository.Config(folder), "kustomization.yaml"));
        var yaml = new YamlStream();
        yaml.Load(text);
        return ((YamlSequenceNode)yaml.Documents[0].RootNode["resources"]).Select(resource => resource.ToString()).ToList();
    }
}
