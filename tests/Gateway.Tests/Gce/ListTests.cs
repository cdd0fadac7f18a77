using System.Net;
using System.Text.Json;
using ComputeOperator.Gateway.Tests.Kit;
using static ComputeOperator.Gateway.Tests.Kit.GceProject;

namespace ComputeOperator.Gateway.Tests.Gce;

public sealed class ListTests
{
    [Fact]
    public async Task Lists_come_in_pages_by_name_without_gaps()
    {
        using var project = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 7).Select(i => project.InsertAsync($"web-{i}")));
        List<string> names = [];
        string? token = null;
        do
        {
            var page = (await project.Rest.GetAsync($"{project.Instances}?maxResults=3{(token is null ? "" : $"&pageToken={token}")}")).Succeeded();
            var items = page.Json.GetProperty("items");
            Assert.InRange(items.GetArrayLength(), 1, 3);
            names.AddRange(items.EnumerateArray().Select(Name));
            token = page.Get("nextPageToken");
        }
        while (token is not null);

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"web-{i}"), names);
    }

    [Fact]
    public async Task The_latest_may_come_first()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("old");
        var created = (await project.GetAsync("old")).Get("creationTimestamp");
        // Kubernetes counts in seconds.
        await TestKit.Eventually.Holds(() => DateTimeOffset.Parse(created!, null) < TimeProvider.System.GetUtcNow().AddSeconds(-1));
        await project.InsertAsync("new");
        var list = (await project.Rest.GetAsync($"{project.Instances}?orderBy=creationTimestamp%20desc")).Succeeded();

        Assert.Equal(["new", "old"], list.Json.GetProperty("items").EnumerateArray().Select(Name));
    }

    [Fact]
    public async Task Filters_of_both_languages_choose()
    {
        using var project = await OpenAsync();
        await Task.WhenAll(project.InsertAsync("web-1", more: "\"labels\":{\"env\":\"dev\"}"), project.InsertAsync("web-2"), project.InsertAsync("db-1"));
        await project.ActAsync("web-2", "stop");

        Assert.Equal(["web-1"], await NamesAsync(project, "name=web-1"));
        Assert.Equal(["db-1", "web-1"], await NamesAsync(project, "status = RUNNING"));
        Assert.Equal(["web-1"], await NamesAsync(project, "(name = \"web-1\") (status = RUNNING)"));
        Assert.Equal(["web-1"], await NamesAsync(project, "labels.env:*"));
        Assert.Equal(["web-1", "web-2"], await NamesAsync(project, "name eq web.*"));
        Assert.Equal(["db-1"], await NamesAsync(project, "name ne .*web.*"));
        Assert.Empty(await NamesAsync(project, "machineType eq nothing"));
    }

    [Fact]
    public async Task Operations_are_found_as_a_fencing_agent_looks_for_them()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web");
        await project.ActAsync("web", "reset");
        var filter = Uri.EscapeDataString(
            $"(targetLink = \"https://www.googleapis.com{project.Instances}/web\") AND (operationType = \"reset\") AND (status = \"DONE\")");
        var list = (await project.Rest.GetAsync($"{project.Root}/zones/{Zone}/operations?filter={filter}&maxResults=1")).Succeeded();

        Assert.Equal("reset", list.Get("items.0.operationType"));
        Assert.Null(list.Get("nextPageToken"));
    }

    [Theory]
    [InlineData("maxResults=501")]
    [InlineData("maxResults=-1")]
    [InlineData("maxResults=many")]
    [InlineData("orderBy=size")]
    [InlineData("pageToken=nonsense")]
    [InlineData("filter=name")]
    [InlineData("filter=name%20eq%20%28")]
    public async Task A_parameter_that_cannot_be_is_named(string parameter)
    {
        using var project = await OpenAsync();
        var name = parameter.Split('=')[0];

        Assert.StartsWith($"Invalid value for field '{name}'", Fails(await project.Rest.GetAsync($"{project.Instances}?{parameter}"), HttpStatusCode.BadRequest, "invalid"), StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> NamesAsync(GceProject project, string filter)
    {
        var list = (await project.Rest.GetAsync($"{project.Instances}?filter={Uri.EscapeDataString(filter)}")).Succeeded();
        return list.Json.GetProperty("items").EnumerateArray().Select(Name);
    }

    private static string Name(JsonElement item) => item.GetProperty("name").GetString()!;
}
