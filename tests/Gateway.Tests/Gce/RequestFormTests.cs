using System.Net;
using System.Text.Json;
using ComputeOperator.Gateway.Tests.Kit;

namespace ComputeOperator.Gateway.Tests.Gce;

/// <summary>What clients really send.</summary>
public sealed class RequestFormTests
{
    public static TheoryData<string?, string?> Bodies => new()
    {
        { "\"\"", "application/json" },
        { "\"ignored\"", "application/json" },
        { "", "application/json" },
        { "", "application/x-www-form-urlencoded" },
        { "", null },
        { null, null },
        { "{}", "text/plain" },
        { "not json at all", "application/json" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Actions_take_any_body_or_none(string? body, string? contentType)
    {
        using var project = await GceProject.OpenAsync();
        await project.InsertAsync("web");

        foreach (var action in (string[])["stop", "start", "reset", "suspend", "resume"])
        {
            var answer = await project.Rest.PostAsync($"{project.Instances}/web/{action}", body, contentType);
            Assert.True(answer.Status == HttpStatusCode.OK, $"{action}: {answer.Text}");
            var operation = await project.Rest.PostAsync($"{project.Root}/zones/{GceProject.Zone}/operations/{answer.Get("name")}/wait", body, contentType);
            Assert.Equal(("DONE", null), (operation.Get("status"), operation.Get("error")));
        }
    }

    [Theory]
    [InlineData("e2-small")]
    [InlineData("zones/us-central1-a/machineTypes/e2-small")]
    [InlineData("/zones/us-central1-a/machineTypes/e2-small")]
    [InlineData("projects/p/zones/us-central1-a/machineTypes/e2-small")]
    [InlineData("https://www.googleapis.com/compute/v1/projects/p/zones/us-central1-a/machineTypes/e2-small")]
    [InlineData("http://127.0.0.1:4242/compute/v1/projects/p/zones/us-central1-a/machineTypes/e2-small")]
    public async Task Links_may_have_any_beginning(string link)
    {
        using var project = await GceProject.OpenAsync();
        var answer = await project.Rest.PostAsync(project.Instances, $$"""{"name":"web","machineType":"{{link}}"}""");

        answer.Succeeded();
        Assert.EndsWith("/machineTypes/e2-small", (await project.GetAsync("web")).Get("machineType"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("\"10\"")]
    [InlineData("null")]
    public async Task Numbers_of_64_bits_may_be_text_or_null(string size)
    {
        using var project = await GceProject.OpenAsync();
        var body = GceProject.Body("web", more: $$"""
            "zone":"us-central1-a","kind":"compute#instance","metadata":{"fingerprint":"na"},"labels":{},
            "disks":[{"boot":true,"initializeParams":{"diskSizeGb":{{size}},"labels":{},"sourceImage":"projects/debian-cloud/zones/-/imageFamilyViews/debian-12"},"diskSizeGb":{{size}}}],
            "networkInterfaces":[{"network":"global/networks/default","accessConfigs":[{"type":"ONE_TO_ONE_NAT"}]}],"scheduling":{"preemptible":false}
            """);

        (await project.Rest.PostAsync(project.Instances, body)).Succeeded();
        Assert.Equal("debian-12", (await project.Kubectl.RunAsync("get", "instance", "web", "-n", project.Name, "-o", "jsonpath={.spec.image}")).Succeeded());
    }

    [Theory]
    [InlineData("?alt=json&prettyPrint=false&%24alt=json%3Benum-encoding%3Dint")]
    [InlineData("?includeAllScopes=True&returnPartialSuccess=true")]
    [InlineData("?")]
    public async Task Parameters_that_mean_nothing_here_are_no_obstacle(string query)
    {
        using var project = await GceProject.OpenAsync();

        (await project.Rest.GetAsync(project.Instances + query)).Succeeded();
        (await project.Rest.GetAsync($"{project.Root}/aggregated/instances{query}")).Succeeded();
        (await project.Rest.PostAsync(project.Instances + query, GceProject.Body("web"))).Succeeded();
    }

    [Theory]
    [InlineData("?deletionProtection=True", "true")]
    [InlineData("?deletionProtection=true", "true")]
    [InlineData("", "true")]
    [InlineData("?deletionProtection=False", "false")]
    [InlineData("?deletionProtection=None", "false")]
    public async Task Booleans_are_written_in_many_ways(string query, string expected)
    {
        using var project = await GceProject.OpenAsync();
        await project.InsertAsync("web");

        (await project.Rest.PostAsync($"{project.Instances}/web/setDeletionProtection{query}")).Succeeded();

        Assert.Equal(expected, (await project.GetAsync("web")).Get("deletionProtection"));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("%2A")]
    public async Task A_star_is_every_zone_in_lists(string zone)
    {
        using var project = await GceProject.OpenAsync();
        await project.InsertAsync("web");
        await project.InsertAsync("web", GceProject.OtherZone);
        var list = (await project.Rest.GetAsync($"{project.Root}/zones/{zone}/instances")).Succeeded();

        Assert.Equal(["web", "web"], list.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Host_and_credentials_do_not_matter_where_nobody_is_asked_who_he_is()
    {
        using var project = await GceProject.OpenAsync();
        foreach (var authorization in (string[])["Bearer fake", "Basic QWxhZGRpbjpvcGVu", "anything"])
        {
            var answer = await project.Rest.SendAsync(HttpMethod.Get, project.Instances, null, null, ("Authorization", authorization), ("Host", "127.0.0.1"));
            Assert.Equal(HttpStatusCode.OK, answer.Status);
        }
    }

    [Fact]
    public async Task Shielded_configuration_is_accepted_and_means_nothing()
    {
        using var project = await GceProject.OpenAsync();
        await project.InsertAsync("web");
        var answer = await project.Rest.SendAsync(HttpMethod.Patch, $"{project.Instances}/web/updateShieldedInstanceConfig", """{"enableVtpm":true}""");

        Assert.Equal(("DONE", JsonValueKind.Object), (answer.Succeeded().Get("status"), answer.Json.ValueKind));
    }
}
