using System.Net;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.VmManager;

public sealed class VmTests
{
    private const string Vms = "/api/vms";

    [Fact]
    public async Task What_is_created_here_is_seen_by_kubectl()
    {
        using var tenant = await DialectTenant.OpenAsync();

        var created = await tenant.PostAsync(Vms, Body("web", """ "os_type":"debian","vm_metadata":{"owner":"alice","ratio":0.5,"on":true} """));
        var spec = await tenant.SeenAsync("web", "{.spec.machineType} {.spec.image} {.spec.metadata.owner} {.spec.metadata.ratio} {.spec.metadata.on} {.spec.metadata.creation_cost}");

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal(("running", "1024", "20", "2"), (created.Get("status"), created.Get("ram_mb"), created.Get("disk_gb"), created.Get("cpu_cores")));
        Assert.Equal("custom-2-1024-20 debian alice 0.5 true 34", spec);
    }

    [Fact]
    public async Task What_kubectl_makes_is_seen_and_driven_here()
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("made", $$$"""{"machineType":"medium","tenant":"{{{tenant.Name}}}","image":"ubuntu","metadata":{"k":"7"}}""");

        var running = await tenant.ShowsAsync($"{Vms}/made", "status", "running");
        var restarted = await Act(tenant, "made", "restart");
        var count = await tenant.SeenAsync("made", "{.status.restartCount}");
        var stopped = await Act(tenant, "made", "stop");
        var destroyed = await Act(tenant, "made", "destroy");

        Assert.Equal(("4096", "40", "2", "ubuntu"), (running.Get("ram_mb"), running.Get("disk_gb"), running.Get("cpu_cores"), running.Get("os_type")));
        Assert.Equal("\"7\"", running.Json.GetProperty("vm_metadata").GetProperty("k").GetRawText());
        Assert.Equal(("running", "1", "stopped", "destroyed"), (restarted.Get("status"), count, stopped.Get("status"), destroyed.Get("status")));
        Assert.Equal(HttpStatusCode.NotFound, (await tenant.GetAsync($"{Vms}/made")).Status);
    }

    [Fact]
    public async Task A_name_is_taken_once_per_tenant_also_when_kubernetes_does_not_know_it()
    {
        using var tenant = await DialectTenant.OpenAsync();
        using var other = await DialectTenant.OpenAsync(test: "other");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tenant.PostAsync(Vms, Body("Büro Server"))));
        var elsewhere = await other.PostAsync(Vms, Body("Büro Server"));

        var created = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.All(
            answers.Where(answer => answer != created),
            answer => Assert.Equal((HttpStatusCode.Conflict, "VM 'Büro Server' already exists"), (answer.Status, answer.Get("detail"))));
        Assert.Equal("Büro Server", created.Get("name"));
        Assert.Equal((HttpStatusCode.Created, created.Get("id")), (elsewhere.Status, elsewhere.Get("id")));
    }

    [Fact]
    public async Task Metadata_is_merged()
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.PostAsync(Vms, Body("web", """ "vm_metadata":{"a":1,"b":"text","c":[1]} """));

        await tenant.PatchAsync($"{Vms}/web", """{"vm_metadata":{"a":"now text","d":{"x":null}}}""");
        var changed = (await tenant.PatchAsync($"{Vms}/web", """{"metadata":{"c":null}}""")).Succeeded();
        (await tenant.Kubectl.RunAsync("patch", "instance", "web", "-n", tenant.Name, "--type=merge", "-p", """{"spec":{"metadata":{"d":"{no json"}}}""")).Succeeded();
        var patched = (await tenant.GetAsync($"{Vms}/web")).Succeeded();

        Assert.Equal("""{"a":"now text","b":"text","creation_cost":34,"d":{"x":null}}""", changed.Get("vm_metadata"));
        Assert.Equal("{no json", patched.Get("vm_metadata.d"));
    }

    [Fact]
    public async Task Metadata_as_deep_as_is_taken_is_listed_too()
    {
        using var tenant = await DialectTenant.OpenAsync();
        var deep = new string('[', 62) + new string(']', 62);

        var created = await tenant.PostAsync(Vms, Body("web", $$""" "vm_metadata":{"k":{{deep}}} """));
        var listed = (await tenant.GetAsync(Vms)).Succeeded();
        using var rest = new Rest((await GatewayCluster.GetAsync()).Gateway.Address);

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Contains(deep, listed.Text, StringComparison.Ordinal);
        Assert.Contains(deep, (await rest.GetAsync("/api/admin/vms")).Succeeded().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_that_does_not_fit_is_refused()
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.PostAsync(Vms, Body("web"));

        var running = await Act(tenant, "web", "start");
        await Act(tenant, "web", "stop");
        var stopped = await Act(tenant, "web", "stop");
        var restart = await Act(tenant, "web", "restart");

        Assert.Equal((HttpStatusCode.Conflict, "VM is already running"), (running.Status, running.Get("detail")));
        Assert.Equal((HttpStatusCode.Conflict, "VM is already stopped"), (stopped.Status, stopped.Get("detail")));
        Assert.Equal((HttpStatusCode.Conflict, "Cannot restart VM in stopped state"), (restart.Status, restart.Get("detail")));
    }

    [Fact]
    public async Task Uptime_counts_while_it_runs()
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.PostAsync(Vms, Body("web"));

        await Eventually.Holds(async () => int.Parse((await tenant.GetAsync($"{Vms}/web/status")).Get("uptime_seconds")!, null) >= 2);
        await Act(tenant, "web", "stop");

        Assert.Equal("0", (await tenant.GetAsync($"{Vms}/web/status")).Get("uptime_seconds"));
    }

    [Theory]
    [InlineData("{}", "name=missing", "ram_mb=missing", "disk_gb=missing", "cpu_cores=missing")]
    [InlineData("""{"name":"","ram_mb":0,"disk_gb":65537,"cpu_cores":1.5}""", "name=string_too_short", "ram_mb=greater_than_equal", "disk_gb=less_than_equal", "cpu_cores=int_type")]
    [InlineData("""{"name":"a","ram_mb":"1024","disk_gb":null,"cpu_cores":1e99}""", "ram_mb=int_type", "disk_gb=missing", "cpu_cores=int_type")]
    [InlineData("""{"name":"a","ram_mb":1,"disk_gb":1,"cpu_cores":1,"vm_metadata":[]}""", "vm_metadata=dict_type")]
    [InlineData("""{"name":"a","ram_mb":1,"disk_gb":1,"cpu_cores":1,"vm_metadata":{"no space":1}}""", "vm_metadata=value_error")]
    [InlineData("""{"name":"a","ram_mb":1,"disk_gb":1,"cpu_cores":1,"vm_metadata":{"a":{"b":"\ud800"}}}""", "vm_metadata=value_error")]
    [InlineData("{", "=json_invalid")]
    public async Task A_body_that_cannot_be_is_refused_with_every_field(string body, params string[] problems)
    {
        using var tenant = await DialectTenant.OpenAsync();

        var answer = await tenant.PostAsync(Vms, body);

        Assert.True(answer.Status == HttpStatusCode.UnprocessableEntity, $"{answer.Status} {answer.Text}");
        Assert.Equal(
            problems,
            answer.Json.GetProperty("detail").EnumerateArray().Select(error =>
                $"{string.Join('.', error.GetProperty("loc").EnumerateArray().Skip(1))}={error.GetProperty("type")}"));
    }

    private static string Body(string name, string more = "") =>
        $$$"""{"name":"{{{name}}}","ram_mb":1024,"disk_gb":20,"cpu_cores":2{{{(more.Length > 0 ? "," + more : "")}}}}""";

    private static Task<Answer> Act(DialectTenant tenant, string id, string action) =>
        tenant.PostAsync($"{Vms}/{id}/action", $$"""{"action":"{{action}}"}""");
}
