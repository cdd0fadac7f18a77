using System.Net;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Dialects;

/// <summary>One Instance in all dialects and in kubectl.</summary>
public sealed class CrossCheckTests
{
    private const string Iaas = "/api/v1/compute/instances";
    private const string Lifecycle = "/api/v1/instances";
    private const string Vms = "/api/vms";

    [Fact]
    public async Task What_one_dialect_makes_all_see_and_drive()
    {
        using var tenant = await DialectTenant.OpenAsync();
        var gce = $"/compute/v1/projects/{tenant.Name}/zones/{GceProject.Zone}/instances";
        string[] ids =
        [
            (await tenant.PostAsync(Iaas, """{"name":"by iaas","flavor":"small","metadata":{"by":"iaas"}}""")).Get("id")!,
            (await tenant.PostAsync(Lifecycle, """{"name":"by lifecycle","scope":"GLOBAL"}""")).Get("id")!,
            (await tenant.PostAsync(Vms, """{"name":"by vms","ram_mb":1024,"disk_gb":20,"cpu_cores":2}""")).Get("id")!,
        ];
        (await tenant.PostAsync($"{Lifecycle}/{ids[1]}/start")).Succeeded();

        foreach (var id in ids)
        {
            await tenant.ShowsAsync($"{Iaas}/{id}", "status", "running");
            await tenant.ShowsAsync($"{Lifecycle}/{id}", "status", "running");
            await tenant.ShowsAsync($"{Vms}/{id}", "status", "running");
            await tenant.ShowsAsync($"{gce}/{id}", "status", "RUNNING");
            (await tenant.PostAsync($"{Iaas}/{id}/stop")).Succeeded();
            Assert.Equal("TERMINATED", (await tenant.GetAsync($"{gce}/{id}")).Get("status"));
            (await tenant.PostAsync($"{Lifecycle}/{id}/start")).Succeeded();
            Assert.Equal("running", (await tenant.GetAsync($"{Vms}/{id}/status")).Get("status"));
            (await tenant.PostAsync($"{gce}/{id}/suspend")).Succeeded();
            Assert.Equal("paused", (await tenant.GetAsync($"{Lifecycle}/{id}")).Get("status"));
            Assert.Equal("Suspended", await tenant.SeenAsync(id, "{.spec.powerState}"));
            (await tenant.PostAsync($"{Vms}/{id}/action", """{"action":"destroy"}""")).Succeeded();
            Assert.Equal(HttpStatusCode.NotFound, (await tenant.GetAsync($"{gce}/{id}")).Status);
        }
    }

    [Fact]
    public async Task What_kubectl_changes_every_dialect_shows()
    {
        using var tenant = await DialectTenant.OpenAsync();
        var gce = $"/compute/v1/projects/{tenant.Name}/zones/{GceProject.Zone}/instances";
        await tenant.ApplyAsync("made", $$"""{"machineType":"small","tenant":"{{tenant.Name}}","scope":"Orchestration","description":"by hand"}""");
        await tenant.ShowsAsync($"{Iaas}/made", "status", "running");
        (await tenant.Kubectl.RunAsync("patch", "instance", "made", "-n", tenant.Name, "--type=merge", "-p", """{"spec":{"powerState":"Stopped","metadata":{"k":"v"}}}""")).Succeeded();

        await tenant.ShowsAsync($"{Iaas}/made", "status", "stopped");
        await tenant.ShowsAsync($"{Lifecycle}/made", "status", "stopped");
        await tenant.ShowsAsync($"{Vms}/made", "status", "stopped");
        await tenant.ShowsAsync($"{gce}/made", "status", "TERMINATED");
        Assert.Equal("v", (await tenant.GetAsync($"{Iaas}/made")).Get("metadata.k"));
        Assert.Equal("v", (await tenant.GetAsync($"{Vms}/made")).Get("vm_metadata.k"));
        Assert.Equal("v", (await tenant.GetAsync($"{gce}/made")).Get("metadata.items.0.value"));
        Assert.Equal("ORCHESTRATION", (await tenant.GetAsync($"{Lifecycle}/made")).Get("scope"));
    }

    [Fact]
    public async Task Dialects_that_race_on_one_instance_agree_on_what_became_of_it()
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("raced", $$"""{"machineType":"small","tenant":"{{tenant.Name}}"}""");
        await tenant.ShowsAsync($"{Iaas}/raced", "status", "running");

        List<Answer> answers = [];
        for (var round = 0; round < 10; round++)
        {
            answers.AddRange(await Task.WhenAll(
                tenant.PostAsync($"{Iaas}/raced/{(round % 2 == 0 ? "stop" : "start")}"),
                tenant.PostAsync($"{Lifecycle}/raced/{(round % 2 == 0 ? "pause" : "resume")}"),
                tenant.PatchAsync($"{Vms}/raced", $$$"""{"vm_metadata":{"round-{{{round}}}":{{{round}}}}}"""),
                tenant.PostAsync($"{Iaas}/raced/networks/net-{round}")));
        }

        var settled = await Eventually.Returns(async () =>
            await tenant.SeenAsync("raced", "{.status.conditions[?(@.type=='Ready')].status} {.status.observedGeneration} {.metadata.generation}") is var seen
            && seen.Split(' ') is ["True", var observed, var wanted] && observed == wanted ? seen : null);
        var (phase, vm) = (await tenant.SeenAsync("raced", "{.status.phase}"), await tenant.GetAsync($"{Vms}/raced"));

        Assert.All(answers, answer => Assert.True(
            answer.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.Conflict, $"{answer.Status} {answer.Text}"));
        Assert.All(answers.Where((_, i) => i % 4 == 2), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.All(answers.Where((_, i) => i % 4 == 3), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(10, vm.Json.GetProperty("vm_metadata").EnumerateObject().Count());
        Assert.Equal(10, (await tenant.GetAsync($"{Iaas}/raced")).Json.GetProperty("networkIds").GetArrayLength());
        Assert.Equal(
            phase switch { "RUNNING" => ("running", "running", "running"), "TERMINATED" => ("stopped", "stopped", "stopped"), _ => ("stopped", "paused", "suspended") },
            ((await tenant.GetAsync($"{Iaas}/raced")).Get("status"), (await tenant.GetAsync($"{Lifecycle}/raced")).Get("status"), vm.Get("status")));
        Assert.NotEmpty(settled);
    }

    [Fact]
    public async Task A_running_instance_is_not_deleted_by_who_thinks_that_it_is_off()
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("raced", $$"""{"machineType":"small","tenant":"{{tenant.Name}}","powerState":"Stopped"}""");
        await tenant.ShowsAsync($"{Iaas}/raced", "status", "stopped");

        var (started, deleted) = (tenant.PostAsync($"{Iaas}/raced/start"), tenant.DeleteAsync($"{Iaas}/raced"));
        await Task.WhenAll(started, deleted);

        // Who came first decides, and the other one learns of it.
        Assert.True(
            ((await deleted).Status, (await started).Status) is (HttpStatusCode.NoContent, HttpStatusCode.NotFound or HttpStatusCode.BadRequest or HttpStatusCode.OK)
                or (HttpStatusCode.BadRequest, HttpStatusCode.OK) or (HttpStatusCode.NoContent, HttpStatusCode.Conflict),
            $"{(await deleted).Status} {(await started).Status}");
    }
}
