using System.Net;
using ComputeOperator.Gateway.Tests.Kit;

namespace ComputeOperator.Gateway.Tests.Iaas;

public sealed class InstanceTests
{
    private const string Instances = "/api/v1/compute/instances";

    [Fact]
    public async Task What_is_created_here_is_seen_by_kubectl()
    {
        using var tenant = await DialectTenant.OpenAsync();

        var created = await tenant.PostAsync(Instances, """{"name":"Web Server 1","type":"container","flavor":"medium","imageId":"nginx:1","metadata":{"role":"web"}}""");

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal(("Web Server 1", "creating", "container"), (created.Get("name"), created.Get("status"), created.Get("type")));
        Assert.StartsWith("web-server-1-", created.Get("id"), StringComparison.Ordinal);
        Assert.Equal(
            $"{tenant.Name} medium nginx:1 Container web",
            await tenant.SeenAsync(created.Get("id")!, "{.spec.tenant} {.spec.machineType} {.spec.image} {.spec.type} {.spec.metadata.role}"));
        await tenant.ShowsAsync($"{Instances}/{created.Get("id")}", "status", "running");
    }

    [Fact]
    public async Task What_kubectl_makes_is_seen_and_driven_here()
    {
        using var tenant = await DialectTenant.OpenAsync();
        // Of no other tenant: a name that another has is not the tenant's, which is another answer than that there is none.
        var id = $"made-{tenant.Name}";
        await tenant.ApplyAsync(id, $$"""{"machineType":"e2-small","tenant":"{{tenant.Name}}","image":"ubuntu"}""");

        var running = await tenant.ShowsAsync($"{Instances}/{id}", "status", "running");
        var listed = (await tenant.GetAsync(Instances)).Succeeded();
        var stopped = (await tenant.PostAsync($"{Instances}/{id}/stop")).Succeeded();
        var phase = await tenant.SeenAsync(id, "{.spec.powerState} {.status.phase}");
        var deleted = await tenant.DeleteAsync($"{Instances}/{id}");

        Assert.Equal((id, id, "e2-small"), (running.Get("id"), running.Get("name"), running.Get("flavor")));
        Assert.Equal(id, listed.Get("instances.0.id"));
        Assert.Equal("stopped", stopped.Get("status"));
        Assert.Equal("Stopped TERMINATED", phase);
        Assert.Equal((HttpStatusCode.NoContent, ""), (deleted.Status, deleted.Text));
        Assert.Equal(HttpStatusCode.NotFound, (await tenant.GetAsync($"{Instances}/{id}")).Status);
    }

    [Fact]
    public async Task Lists_come_in_pages_with_the_length_of_the_whole()
    {
        using var tenant = await DialectTenant.OpenAsync();
        foreach (var name in (string[])["a", "b", "c"])
        {
            await tenant.ApplyAsync(name, $$"""{"machineType":"e2-small","tenant":"{{tenant.Name}}"}""");
        }

        var second = (await tenant.GetAsync($"{Instances}?limit=1&offset=1")).Succeeded();
        var refused = await tenant.GetAsync($"{Instances}?limit=501");

        Assert.Equal(["b"], second.Json.GetProperty("instances").EnumerateArray().Select(instance => instance.GetProperty("id").GetString()));
        Assert.Equal("3", second.Header("X-Total-Count"));
        Assert.Equal((HttpStatusCode.BadRequest, "limit: Must be a whole number from 1 to 500."), (refused.Status, refused.Get("error")));
    }

    [Fact]
    public async Task Names_need_not_be_unique()
    {
        using var tenant = await DialectTenant.OpenAsync();
        const string body = """{"name":"twin","flavor":"small"}""";

        var (one, other) = (await tenant.PostAsync(Instances, body), await tenant.PostAsync(Instances, body));

        Assert.Equal(("twin", "twin"), (one.Get("name"), other.Get("name")));
        Assert.NotEqual(one.Get("id"), other.Get("id"));
    }

    [Fact]
    public async Task A_restart_begins_with_an_instance_that_is_off_and_is_answered_at_once()
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("off", $$"""{"machineType":"small","tenant":"{{tenant.Name}}","powerState":"Stopped"}""");
        await tenant.ShowsAsync($"{Instances}/off", "status", "stopped");

        var restarting = (await tenant.PostAsync($"{Instances}/off/restart")).Succeeded();

        Assert.Equal(["id", "status", "updatedAt"], restarting.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("restarting", restarting.Get("status"));
        await tenant.ShowsAsync($"{Instances}/off", "status", "running");
    }

    [Fact]
    public async Task What_never_comes_up_is_in_error_and_can_be_deleted()
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("odd", $$"""{"machineType":"nonesuch","tenant":"{{tenant.Name}}"}""");

        await tenant.ShowsAsync($"{Instances}/odd", "status", "error");
        var stopped = await tenant.PostAsync($"{Instances}/odd/stop");
        var deleted = await tenant.DeleteAsync($"{Instances}/odd");

        Assert.Equal((HttpStatusCode.BadRequest, "Instance is not running"), (stopped.Status, stopped.Get("error")));
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
    }

    [Fact]
    public async Task Networks_and_volumes_are_attached_and_detached()
    {
        using var tenant = await DialectTenant.OpenAsync();
        var created = await tenant.PostAsync(Instances, """{"name":"wired","flavor":"small","networkIds":["net-1"]}""");
        var path = $"{Instances}/{created.Get("id")}";

        await tenant.PostAsync($"{path}/networks/net-2");
        await tenant.PostAsync($"{path}/networks/net-2");
        await tenant.PostAsync($"{path}/volumes/vol%201");
        var detached = (await tenant.DeleteAsync($"{path}/networks/net-1")).Succeeded();
        var again = await tenant.DeleteAsync($"{path}/networks/net-1");

        Assert.Equal("""["net-1"]""", created.Get("networkIds"));
        Assert.Equal(("""["net-2"]""", """["vol 1"]"""), (detached.Get("networkIds"), detached.Get("volumeIds")));
        Assert.Equal((HttpStatusCode.NotFound, "Network is not attached"), (again.Status, again.Get("error")));
    }

    [Fact]
    public async Task A_change_that_does_not_wait_is_answered_with_where_it_is()
    {
        using var tenant = await DialectTenant.OpenAsync(atOnce: true);
        await tenant.ApplyAsync("slow", $$"""{"machineType":"small","tenant":"{{tenant.Name}}"}""");
        await tenant.ShowsAsync($"{Instances}/slow", "status", "running");

        var stopping = (await tenant.PostAsync($"{Instances}/slow/stop")).Succeeded();

        Assert.Equal("running", stopping.Get("status"));
        await tenant.ShowsAsync($"{Instances}/slow", "status", "stopped");
    }
}
