using System.Net;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Gateway.Tests.Lifecycle;

public sealed class LifeTests
{
    private const string Instances = "/api/v1/instances";

    [Fact]
    public async Task What_is_created_here_is_seen_by_kubectl_and_runs_once_it_is_started()
    {
        using var tenant = await DialectTenant.OpenAsync();

        var created = await tenant.PostAsync(Instances, """{"name":"Router","scope":"GLOBAL","description":"edge","config":{"depth":{"deeper":[1,2.5,"x"]}}}""");
        var id = created.Get("id")!;
        await Eventually(tenant, id, "{.status.phase}", "TERMINATED");
        var resting = await tenant.GetAsync($"{Instances}/{id}");
        var started = (await tenant.PostAsync($"{Instances}/{id}/start")).Succeeded();

        Assert.Equal((HttpStatusCode.Created, "created", "Router"), (created.Status, created.Get("status"), created.Get("name")));
        Assert.Equal(["id", "name", "scope", "status", "parent_id", "config", "description", "created_at", "updated_at", "started_at"], created.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("created", resting.Get("status"));
        Assert.Equal("""{"depth":{"deeper":[1,2.5,"x"]}}""", resting.Get("config"));
        Assert.Equal(("started", id), (started.Get("status"), started.Get("instance_id")));
        Assert.Equal($"Global edge RUNNING {tenant.Name}", await tenant.SeenAsync(id, "{.spec.scope} {.spec.description} {.status.phase} {.spec.tenant}"));
    }

    [Fact]
    public async Task What_kubectl_makes_is_seen_and_driven_here()
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("made", $$"""{"machineType":"e2-small","tenant":"{{tenant.Name}}"}""");
        await tenant.ShowsAsync($"{Instances}/made", "status", "running");

        (await tenant.PostAsync($"{Instances}/made/pause")).Succeeded();
        var paused = await tenant.SeenAsync("made", "{.spec.powerState} {.status.phase}");
        (await tenant.PostAsync($"{Instances}/made/stop")).Succeeded();
        var stopped = (await tenant.GetAsync($"{Instances}/made")).Get("status");
        (await tenant.PostAsync($"{Instances}/made/terminate")).Succeeded();

        Assert.Equal(("Suspended SUSPENDED", "stopped"), (paused, stopped));
        Assert.Equal((HttpStatusCode.NotFound, "Instance made not found"), ((await tenant.GetAsync($"{Instances}/made")) is var gone ? (gone.Status, gone.Get("detail")) : default));
    }

    [Fact]
    public async Task An_action_that_fails_says_so_and_why()
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("odd", $$"""{"machineType":"nonesuch","tenant":"{{tenant.Name}}","powerState":"Stopped"}""");

        var started = await tenant.PostAsync($"{Instances}/odd/start");

        Assert.True(started.Status == HttpStatusCode.Conflict, $"{started.Status} {started.Text}");
        Assert.Contains("nonesuch", started.Get("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_that_is_not_waited_for_is_not_said_to_have_failed()
    {
        using var tenant = await DialectTenant.OpenAsync(atOnce: true);
        await tenant.ApplyAsync("odd", $$"""{"machineType":"nonesuch","tenant":"{{tenant.Name}}","powerState":"Stopped"}""");

        Assert.Equal("started", (await tenant.PostAsync($"{Instances}/odd/start")).Succeeded().Get("status"));
    }

    [Fact]
    public async Task What_is_gone_before_an_action_is_done_is_not_found()
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("web", $$"""{"machineType":"small","tenant":"{{tenant.Name}}"}""");
        await tenant.ShowsAsync($"{Instances}/web", "status", "running");
        await using var gateway = await FaultyGateway.StartAsync((await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.FromSeconds(60));
        gateway.Faults.Inject(new Fault.FailBefore(), request => request.Method == HttpMethod.Get && gateway.Faults.Sent.Any(sent => sent.IsWatch), times: 1000);
        using var rest = new Rest(gateway.Address);

        var stopping = rest.SendAsync(HttpMethod.Post, $"{Instances}/web/stop", headers: ("X-Tenant-ID", tenant.Name));
        await TestKit.Eventually.Holds(() => gateway.Faults.Sent.Any(sent => sent.IsWatch), what: "the action is waited for");
        (await tenant.Kubectl.RunAsync("delete", "instance", "web", "-n", tenant.Name, "--timeout=180s")).Succeeded();
        gateway.Faults.Heal();
        var stopped = await stopping;

        Assert.Equal((HttpStatusCode.NotFound, "Instance web not found"), (stopped.Status, stopped.Get("detail")));
    }

    [Fact]
    public async Task Something_that_is_being_deleted_is_terminated()
    {
        using var tenant = await DialectTenant.OpenAsync(atOnce: true);
        (await tenant.Kubectl.ApplyAsync($$$"""
            {"apiVersion":"compute.iaas.dev/v1","kind":"Instance","metadata":{"name":"held","namespace":"{{{tenant.Name}}}","finalizers":["test.example/hold"]},
            "spec":{"machineType":"small","tenant":"{{{tenant.Name}}}","powerState":"Stopped"}}
            """)).Succeeded();

        (await tenant.PostAsync($"{Instances}/held/terminate")).Succeeded();
        var leaving = await tenant.GetAsync($"{Instances}/held");
        var again = await tenant.PostAsync($"{Instances}/held/terminate");
        (await tenant.Kubectl.RunAsync("patch", "instance", "held", "-n", tenant.Name, "--type=merge", "-p", """{"metadata":{"finalizers":null}}""")).Succeeded();

        Assert.Equal("terminated", leaving.Get("status"));
        Assert.Equal((HttpStatusCode.Conflict, "Instance held is already in terminated state"), (again.Status, again.Get("detail")));
    }

    [Fact]
    public async Task Lists_are_filtered_and_paged()
    {
        using var tenant = await DialectTenant.OpenAsync();
        foreach (var scope in new[] { "Global", "Project", "Global" }.Index())
        {
            await tenant.ApplyAsync($"i{scope.Index}", $$"""{"machineType":"small","tenant":"{{tenant.Name}}","scope":"{{scope.Item}}"}""");
        }

        var global = (await tenant.GetAsync($"{Instances}?scope=GLOBAL")).Succeeded();
        var second = (await tenant.GetAsync($"{Instances}?limit=1&offset=1")).Succeeded();
        var beyond = (await tenant.GetAsync($"{Instances}?offset=2000000000")).Succeeded();

        Assert.Equal(("i0", "i2", 2), (global.Get("0.id"), global.Get("1.id"), global.Json.GetArrayLength()));
        Assert.Equal(("i1", 1, "3"), (second.Get("0.id"), second.Json.GetArrayLength(), second.Header("X-Total-Count")));
        Assert.Equal("[]", beyond.Text);
    }

    private static Task Eventually(DialectTenant tenant, string id, string path, string value) =>
        TestKit.Eventually.Holds(async () => await tenant.SeenAsync(id, path) == value, what: $"{path} of {id} is {value}");
}
