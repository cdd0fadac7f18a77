using System.Text.RegularExpressions;
using ComputeOperator.Operator.Tests.Kit;

namespace ComputeOperator.Operator.Tests.Walks;

/// <summary>The README is run as it stands.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_tour_works_line_by_line()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await cluster.StartOperator().LeadsAsync();
        // The namespace of a user's context is not always the one called default.
        (await cluster.Kubectl.RunAsync("create", "namespace", "of-the-user")).Succeeded();
        (await cluster.Kubectl.RunAsync("config", "set-context", "--current", "--namespace=of-the-user")).Succeeded();
        var blocks = await Terminal.BlocksAsync("tour");
        Assert.True(blocks.Count >= 5, "the tour has its marks");

        using var terminal = new Terminal(cluster.Plane.Kubeconfig);
        await terminal.RunAsync(blocks);

        Assert.Empty((await cluster.Kubectl.RunAsync("get", "instances", "-o", "name")).Succeeded());
    }

    [Fact]
    public void Every_place_in_the_map_exists()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var map = readme[readme.IndexOf("## Where does X happen?", StringComparison.Ordinal)..readme.IndexOf("## Troubleshooting", StringComparison.Ordinal)];
        var places = Place().Matches(map).Concat(Link().Matches(readme)).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.True(places.Count > 15, "the map has its places");
        Assert.All(places, place => Assert.True(Path.Exists(Path.Combine(Repository.Root, place)), place));
    }

    [GeneratedRegex("`((?:src|tools|hack|config)/[^`]*)`")]
    private static partial Regex Place();

    [GeneratedRegex(@"\]\(((?:docs|LICENSE)[^)]*)\)")]
    private static partial Regex Link();
}
