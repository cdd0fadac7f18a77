using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ComputeOperator.Gateway.Tests.Kit;

namespace ComputeOperator.Gateway.Tests.Gce;

/// <summary>What clients can read.</summary>
public sealed partial class AnswerFormTests
{
    // Numbers of 64 bits: JavaScript would lose digits, and the clients for Go take them as text only.
    private static readonly string[] Texts = ["id", "targetId", "diskSizeGb", "sizeGb", "maximumPersistentDisksSizeGb", "start", "next"];
    private static readonly string[] Links = ["selfLink", "zone", "targetLink", "machineType", "region", "network", "source", "type"];

    [Fact]
    public async Task Every_answer_is_written_so_that_every_client_can_read_it()
    {
        using var project = await GceProject.OpenAsync();
        var insert = await project.InsertAsync("web", more: """ "labels":{"env":"dev"},"tags":{"items":["http-server"]} """);
        var paths = new[]
        {
            project.Instances, $"{project.Instances}/web", $"{project.Root}/aggregated/instances", $"{project.Root}/zones", $"{project.Root}/zones/{GceProject.Zone}",
            $"{project.Root}/regions", $"{project.Root}/regions/us-central1", $"{project.Root}/zones/{GceProject.Zone}/machineTypes",
            $"{project.Root}/zones/{GceProject.Zone}/machineTypes/e2-micro", $"{project.Root}/aggregated/machineTypes",
            $"{project.Root}/zones/{GceProject.Zone}/operations", $"{project.Root}/zones/{GceProject.Zone}/operations/{insert.Get("name")}",
            $"{project.Root}/aggregated/operations", $"{project.Root}/aggregated/disks", $"{project.Root}/zones/{GceProject.Zone}/disks/web",
            $"{project.Root}/global/images/family/debian-12", $"{project.Root}/global/networks/default", $"{project.Root}/zones/{GceProject.Zone}/diskTypes/pd-standard",
            $"{project.Root}/zones/{GceProject.Zone}/diskTypes", project.Root, $"{project.Instances}/web/serialPort",
        };

        foreach (var path in paths)
        {
            var answer = await project.Rest.GetAsync(path);
            Assert.True(answer.Status == HttpStatusCode.OK, $"{path}: {answer.Text}");
            Assert.Equal("application/json; charset=UTF-8", answer.ContentType);
            Check(path, "", answer.Json);
        }
    }

    [Fact]
    public async Task An_operation_has_everything_that_some_client_needs()
    {
        using var project = await GceProject.OpenAsync();
        var insert = await project.InsertAsync("web");
        var read = await project.Rest.GetAsync($"{project.Root}/zones/{GceProject.Zone}/operations/{insert.Get("name")}");
        var byId = await project.Rest.GetAsync($"{project.Root}/zones/{GceProject.Zone}/operations/{insert.Get("id")}");
        var waited = await project.Rest.PostAsync($"{project.Root}/zones/{GceProject.Zone}/operations/{insert.Get("id")}/wait");
        var listed = await project.Rest.GetAsync($"{project.Root}/zones/{GceProject.Zone}/operations");

        string[] needed =
            ["kind", "id", "name", "zone", "operationType", "targetLink", "targetId", "status", "progress", "insertTime", "startTime", "endTime", "selfLink"];
        Assert.All(needed, member => Assert.NotNull(insert.Get(member)));
        Assert.Equal($"https://www.googleapis.com{project.Root}/zones/{GceProject.Zone}/operations/{insert.Get("name")}", insert.Get("selfLink"));
        Assert.Equal($"https://www.googleapis.com{project.Instances}/web", insert.Get("targetLink"));
        Assert.Equal((await project.GetAsync("web")).Get("id"), insert.Get("targetId"));
        Assert.All(new[] { read, byId, waited }, answer => Assert.Equal(insert.Text, answer.Succeeded().Text));
        Assert.Equal(insert.Get("selfLink"), listed.Get("items.0.selfLink"));
    }

    [Fact]
    public async Task Instances_have_the_fingerprints_that_clients_read_before_they_write()
    {
        using var project = await GceProject.OpenAsync();
        await project.InsertAsync("web");
        var instance = await project.GetAsync("web");

        foreach (var path in (string[])["labelFingerprint", "tags.fingerprint", "metadata.fingerprint", "fingerprint", "networkInterfaces.0.fingerprint"])
        {
            var bytes = Convert.FromBase64String(instance.Get(path)!);
            Assert.True(bytes.Length == 8, path);
        }
    }

    [Theory]
    [InlineData("e2-micro", 2, 1024, true, 16, "3072", "334002", "Efficient Instance, 2 vCPU (1/8 shared physical core) and 1 GB RAM")]
    [InlineData("e2-small", 2, 2048, true, 16, "3072", "334003", "Efficient Instance, 2 vCPU (1/4 shared physical core) and 2 GB RAM")]
    [InlineData("e2-medium", 2, 4096, true, 128, "263168", "334004", "Efficient Instance, 2 vCPU (1/2 shared physical core) and 4 GB RAM")]
    [InlineData("e2-standard-2", 2, 8192, false, 128, "263168", "335002", "Efficient Instance, 2 vCPUs, 8 GB RAM")]
    [InlineData("e2-standard-4", 4, 16384, false, 128, "263168", "335004", "Efficient Instance, 4 vCPUs, 16 GB RAM")]
    [InlineData("e2-standard-8", 8, 32768, false, 128, "263168", "335008", "Efficient Instance, 8 vCPUs, 32 GB RAM")]
    [InlineData("n1-standard-1", 1, 3840, false, 128, "263168", "3001", "1 vCPU, 3.75 GB RAM")]
    [InlineData("n1-standard-2", 2, 7680, false, 128, "263168", "3002", "2 vCPUs, 7.5 GB RAM")]
    [InlineData("n1-standard-4", 4, 15360, false, 128, "263168", "3004", "4 vCPUs, 15 GB RAM")]
    [InlineData("n1-standard-8", 8, 30720, false, 128, "263168", "3008", "8 vCPUs, 30 GB RAM")]
    [InlineData("n2-standard-2", 2, 8192, false, 128, "263168", "901002", "2 vCPUs 8 GB RAM")]
    [InlineData("n2-standard-4", 4, 16384, false, 128, "263168", "901004", "4 vCPUs 16 GB RAM")]
    [InlineData("n2-standard-8", 8, 32768, false, 128, "263168", "901008", "8 vCPUs 32 GB RAM")]
    [InlineData("custom-4-5120", 4, 5120, false, 128, "263168", null, null)]
    public async Task Machine_types_are_those_of_the_real_service(
        string name, int cpus, int memory, bool isShared, int disks, string size, string? id, string? description)
    {
        using var project = await GceProject.OpenAsync();
        var type = (await project.Rest.GetAsync($"{project.Root}/zones/{GceProject.Zone}/machineTypes/{name}")).Succeeded();

        Assert.Equal(
            (name, cpus, memory, isShared, disks, size, GceProject.Zone),
            (type.Get("name")!, type.Json.GetProperty("guestCpus").GetInt32(), type.Json.GetProperty("memoryMb").GetInt32(), type.Json.GetProperty("isSharedCpu").GetBoolean(),
                type.Json.GetProperty("maximumPersistentDisks").GetInt32(), type.Get("maximumPersistentDisksSizeGb")!, type.Get("zone")!));
        Assert.Equal(id ?? type.Get("id"), type.Get("id"));
        Assert.Equal(description ?? type.Get("description"), type.Get("description"));
        Assert.Equal("1969-12-31T16:00:00.000-08:00", type.Get("creationTimestamp"));
    }

    [Fact]
    public async Task Machine_types_are_listed_by_name_as_text_with_all_thirteen()
    {
        using var project = await GceProject.OpenAsync();
        var list = (await project.Rest.GetAsync($"{project.Root}/zones/{GceProject.Zone}/machineTypes")).Succeeded();
        var names = list.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!).ToList();

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(13, names.Count(name => name[..2] is "e2" or "n1" or "n2"));
    }

    [Fact]
    public async Task Lists_of_all_zones_have_an_entry_for_each()
    {
        using var project = await GceProject.OpenAsync();
        await project.InsertAsync("web", GceProject.OtherZone);
        var list = (await project.Rest.GetAsync($"{project.Root}/aggregated/instances")).Succeeded();
        var items = list.Json.GetProperty("items");

        Assert.Equal("web", items.GetProperty("zones/europe-west1-b").GetProperty("instances")[0].GetProperty("name").GetString());
        var warning = items.GetProperty("zones/us-central1-a").GetProperty("warning");
        Assert.Equal("NO_RESULTS_ON_PAGE", warning.GetProperty("code").GetString());
        Assert.Equal("There are no results for scope 'zones/us-central1-a' on this page.", warning.GetProperty("message").GetString());
        Assert.Equal("""[{"key":"scope","value":"zones/us-central1-a"}]""", warning.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Links_begin_with_what_was_set()
    {
        var shared = await GatewayCluster.GetAsync();
        await using var gateway = await GatewayProcess.StartAsync(shared.Cluster.Plane.Kubeconfig, "--auth=none", "--gce-links=https://compute.example.com/compute/v1");
        using var rest = new Rest(gateway.Address);
        var zone = (await rest.GetAsync($"/compute/v1/projects/p/zones/{GceProject.Zone}")).Succeeded();

        Assert.Equal("https://compute.example.com/compute/v1/projects/p/zones/us-central1-a", zone.Get("selfLink"));
    }

    private static void Check(string path, string name, JsonElement value)
    {
        Assert.True(value.ValueKind != JsonValueKind.Null, $"{path}: {name} is null");
        Assert.True(value.ValueKind == JsonValueKind.String || !Texts.Contains(name), $"{path}: {name} is no text");
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Check(path, member.Name, member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Check(path, "", item);
                }

                break;
            case JsonValueKind.Number:
                Assert.True(value.TryGetInt32(out _), $"{path}: {name} is {value}");
                break;
            case JsonValueKind.String:
                CheckText(path, name, value.GetString()!);
                break;
        }
    }

    private static void CheckText(string path, string name, string text)
    {
        var isBareZone = name == "zone" && path.Contains("machineTypes", StringComparison.Ordinal);
        if (Links.Contains(name) && !isBareZone && text != "PERSISTENT")
        {
            Assert.StartsWith("https://www.googleapis.com/compute/v1/projects/", text, StringComparison.Ordinal);
        }

        if ((name is "id" or "targetId") && !text.StartsWith("projects/", StringComparison.Ordinal))
        {
            Assert.True(ulong.TryParse(text, out _), $"{path}: {name} is {text}");
        }

        if (name.EndsWith("Time", StringComparison.Ordinal) || name.EndsWith("Timestamp", StringComparison.Ordinal))
        {
            Assert.Matches(Instant(), text);
        }

        Assert.False(name == "nextPageToken" && text.Length == 0, $"{path}: an empty {name}");
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Instant();
}
