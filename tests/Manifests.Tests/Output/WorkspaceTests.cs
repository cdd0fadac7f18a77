using ComputeOperator.Manifests.Output;

namespace ComputeOperator.Manifests.Tests.Output;

public sealed class WorkspaceTests : IDisposable
{
    private static readonly GeneratedFile File1 = new("config/crd/a.yaml", $"# {GeneratedFile.Marker}\nkind: A\nspec: 1\n");

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("manifests-");
    private readonly Workspace _workspace;

    public WorkspaceTests() => _workspace = new(_root.FullName);

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void What_was_written_is_not_stale()
    {
        Assert.Equal([File1.Path], _workspace.Write([File1]));

        Assert.Empty(_workspace.Compare([File1]));
        Assert.Empty(_workspace.Write([File1]));
    }

    [Fact]
    public void A_missing_file_is_stale()
    {
        Assert.Equal("config/crd/a.yaml: missing", Assert.Single(_workspace.Compare([File1])).ToString());
    }

    [Fact]
    public void A_changed_line_is_named_with_both_texts()
    {
        _workspace.Write([File1]);
        File.WriteAllText(PathOf(File1.Path), File1.Text.Replace("kind: A", "kind: B", StringComparison.Ordinal));

        Assert.Equal("config/crd/a.yaml:2: is 'kind: B', the types say 'kind: A'", Assert.Single(_workspace.Compare([File1])).ToString());
    }

    [Theory]
    [InlineData("", "config/crd/a.yaml:3: is '', the types say 'spec: 1'")]
    [InlineData("spec: 1\nmore: 2\n", "config/crd/a.yaml:4: is 'more: 2', the types say ''")]
    [InlineData("spec: 1", "config/crd/a.yaml:4: is the end of the file, the types say ''")]
    public void A_shorter_or_longer_file_is_stale(string ending, string expected)
    {
        _workspace.Write([File1]);
        File.WriteAllText(PathOf(File1.Path), File1.Text.Replace("spec: 1\n", ending, StringComparison.Ordinal));

        Assert.Equal(expected, Assert.Single(_workspace.Compare([File1])).ToString());
    }

    [Fact]
    public void A_file_that_nothing_generates_any_more_is_stale_and_goes()
    {
        var gone = File1 with { Path = "config/rbac/gone.yaml" };
        _workspace.Write([File1, gone]);
        File.WriteAllText(PathOf("config/rbac/by_hand.yaml"), "kind: C\n");

        Assert.Equal(
            "config/rbac/gone.yaml: generated once, but nothing generates it now", Assert.Single(_workspace.Compare([File1])).ToString());

        _workspace.Write([File1]);
        Assert.False(File.Exists(PathOf(gone.Path)));
        Assert.True(File.Exists(PathOf("config/rbac/by_hand.yaml")));
    }

    private string PathOf(string path) => Path.Combine(_root.FullName, path);
}
