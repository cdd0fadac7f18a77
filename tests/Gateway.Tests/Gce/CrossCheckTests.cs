using System.Net;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.TestKit;
using static ComputeOperator.Gateway.Tests.Kit.GceProject;

namespace ComputeOperator.Gateway.Tests.Gce;

/// <summary>What kubectl does shows up here, and the other way round.</summary>
public sealed class CrossCheckTests
{
    [Theory]
    [InlineData(Zone)]
    [InlineData(OtherZone)]
    public async Task An_instance_of_kubectl_has_its_own_name_in_its_zone(string zone)
    {
        using var project = await OpenAsync();
        (await project.Kubectl.ApplyAsync(Manifest(project, zone))).Succeeded();
        await TestKit.Eventually.Holds(async () => (await project.Rest.GetAsync($"{project.Root}/zones/{zone}/instances/hand")).Status == HttpStatusCode.OK);
        var instance = await project.Rest.GetAsync($"{project.Root}/zones/{zone}/instances/hand");
        var listed = await project.Rest.GetAsync($"{project.Root}/zones/{zone}/instances");
        var byId = await project.Rest.GetAsync($"{project.Root}/zones/{zone}/instances/{instance.Get("id")}");
        var again = await project.Rest.PostAsync($"{project.Root}/zones/{zone}/instances", Body("hand", zone));

        Assert.Equal(("hand", "a"), (instance.Get("name"), instance.Get("labels.team")));
        Assert.Equal("hand", listed.Get("items.0.name"));
        Assert.Equal("hand", byId.Succeeded().Get("name"));
        Fails(again, HttpStatusCode.Conflict, "alreadyExists");
        Fails(await project.Rest.GetAsync($"{project.Root}/zones/us-east1-b/instances/hand"), HttpStatusCode.NotFound, "notFound");
    }

    [Fact]
    public async Task An_instance_of_the_gateway_is_driven_by_kubectl()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web", more: "\"description\":\"by REST\",\"labels\":{\"env\":\"dev\"}");
        (await project.Kubectl.RunAsync("patch", "instance", "web", "-n", project.Name, "--type=merge", "-p", """{"spec":{"powerState":"Stopped"}}""")).Succeeded();
        await TestKit.Eventually.Holds(async () => (await project.GetAsync("web")).Get("status") == "TERMINATED");
        var operations = await project.Rest.GetAsync($"{project.Root}/zones/{Zone}/operations?filter=operationType%3Dstop");
        var read = await project.Rest.GetAsync($"{project.Root}/zones/{Zone}/operations/{operations.Get("items.0.name")}");
        var described = (await project.Kubectl.RunAsync("get", "instance", "web", "-n", project.Name, "-o", "jsonpath={.spec.description} {.metadata.labels.env} {.spec.zone}")).Succeeded();

        Assert.Equal(("stop", "DONE"), (read.Succeeded().Get("operationType"), read.Get("status")));
        Assert.Equal("by REST dev us-central1-a", described);
    }

    [Fact]
    public async Task The_operation_of_a_deletion_outlives_the_instance()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web", OtherZone);
        var deleted = (await project.Rest.DeleteAsync($"{project.Root}/zones/{OtherZone}/instances/web")).Succeeded();
        await project.DoneAsync(deleted);
        var later = (await project.Rest.GetAsync($"{project.Root}/zones/{OtherZone}/operations/{deleted.Get("name")}")).Succeeded();

        Assert.Equal(("DONE", deleted.Get("targetLink"), deleted.Get("targetId")), (later.Get("status"), later.Get("targetLink"), later.Get("targetId")));
    }

    [Fact]
    public async Task A_wait_ends_after_two_minutes_with_what_is_so_then()
    {
        using var project = await OpenAsync(lenient: true);
        (await project.Kubectl.ApplyAsync(Manifest(project, Zone, "simulate.compute.iaas.dev/delay: create=10m"))).Succeeded();
        var begun = await Eventually.Returns(
            async () => (await project.Rest.GetAsync($"{project.Root}/zones/{Zone}/operations")).Succeeded() is var list && list.Get("items.0.status") == "RUNNING" ? list : null);
        var asked = TimeProvider.System.GetTimestamp();
        var waited = (await project.Rest.PostAsync($"{project.Root}/zones/{Zone}/operations/{begun.Get("items.0.name")}/wait")).Succeeded();

        Assert.Equal(("insert", "RUNNING"), (waited.Get("operationType"), waited.Get("status")));
        Assert.InRange(TimeProvider.System.GetElapsedTime(asked), TimeSpan.FromMinutes(2) - TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2.5));
    }

    [Fact]
    public async Task The_console_tells_the_phases()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web");
        await project.ActAsync("web", "stop");
        var all = (await project.Rest.GetAsync($"{project.Instances}/web/serialPort")).Succeeded();
        var rest = (await project.Rest.GetAsync($"{project.Instances}/web/serialPort?port=1&start=-20")).Succeeded();
        var second = (await project.Rest.GetAsync($"{project.Instances}/web/serialPort?port=2")).Succeeded();

        Assert.Contains("Linux version", all.Get("contents"), StringComparison.Ordinal);
        Assert.Contains("Power down", all.Get("contents"), StringComparison.Ordinal);
        Assert.Contains("state is now TERMINATED", all.Get("contents"), StringComparison.Ordinal);
        Assert.Equal(("0", all.Get("contents")!.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)), (all.Get("start"), all.Get("next")));
        Assert.Equal(all.Get("contents")![^20..], rest.Get("contents"));
        Assert.Equal("", second.Get("contents"));
        Fails(await project.Rest.GetAsync($"{project.Instances}/web/serialPort?port=5"), HttpStatusCode.BadRequest, "invalid");
        Fails(await project.Rest.GetAsync($"{project.Instances}/web/serialPort?start=x"), HttpStatusCode.BadRequest, "invalid");
    }

    [Fact]
    public async Task A_batch_is_answered_part_by_part()
    {
        using var project = await OpenAsync();
        await project.InsertAsync("web-1");
        await project.InsertAsync("web-2");
        var batch = string.Join('\n', new[] { "web-1", "nope", "web-2" }.Select((name, i) =>
            $"--===7==\nContent-Type: application/http\nMIME-Version: 1.0\nContent-ID: <id+{i}>\n\nPOST {project.Instances}/{name}/stop?alt=json HTTP/1.1\nContent-Type: application/json\ncontent-length: 0\n\n")) + "\n--===7==--\n";
        var answer = await project.Rest.PostAsync("/batch/compute/v1", batch, "multipart/mixed; boundary=\"===7==\"");
        var parts = answer.Text.Split("--batch_")[1..^1];

        Assert.StartsWith("multipart/mixed; boundary=batch_", answer.ContentType, StringComparison.Ordinal);
        Assert.Equal(["200 OK", "404 Not Found", "200 OK"], parts.Select(part => part.Split("HTTP/1.1 ")[1].Split("\r\n")[0]));
        Assert.Equal(["<response-id+0>", "<response-id+1>", "<response-id+2>"], parts.Select(part => part.Split("Content-ID: ")[1].Split("\r\n")[0]));
        Assert.All(parts, part => Assert.Contains("Content-Type: application/json; charset=UTF-8", part, StringComparison.Ordinal));
        Assert.Contains("\"operationType\":\"stop\"", parts[2], StringComparison.Ordinal);
        Fails(await project.Rest.PostAsync("/batch/compute/v1", "x", "text/plain"), HttpStatusCode.BadRequest, "invalid");
        Fails(await project.Rest.PostAsync("/batch/compute/v1", "--b\n\n\nGET /readyz HTTP/1.1\n--b--", "multipart/mixed; boundary=b"), HttpStatusCode.BadRequest, "invalid");
    }

    private static string Manifest(GceProject project, string zone, string annotation = "") => $$"""
        apiVersion: compute.iaas.dev/v1
        kind: Instance
        metadata: { name: hand, namespace: {{project.Name}}, labels: { team: a }, annotations: { {{annotation}} } }
        spec: { machineType: e2-small, zone: {{zone}} }
        """;
}
