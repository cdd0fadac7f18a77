namespace ComputeOperator.Manifests.Tests;

public sealed class ManifestToolTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("manifests-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _root.Delete(recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public void Check_passes_on_what_was_written_and_fails_on_the_first_difference()
    {
        Assert.Equal(1, Run("--check"));
        Assert.Contains("config/crd/instances.compute.iaas.dev.yaml: missing", _errors.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, Run());
        Assert.Contains("docs/api.md", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, Run("--check"));

        File.AppendAllText(Path.Combine(_root.FullName, "config/rbac/role.yaml"), "- verbs: ['*']\n");
        Assert.Equal(1, Run("--check"));
        Assert.Matches(@"config/rbac/role\.yaml:\d+: is '- verbs: \['\*'\]', the types say ''", _errors.ToString());
    }

    [Fact]
    public void An_unknown_argument_is_refused_with_the_usage()
    {
        Assert.Equal(2, Run("--chek"));

        Assert.Equal("Unknown argument '--chek'. Usage: Manifests [--check] [--root <repository>]", _errors.ToString().TrimEnd());
    }

    private int Run(params string[] arguments) => ManifestTool.Run(["--root", _root.FullName, .. arguments], _output, _errors);
}
