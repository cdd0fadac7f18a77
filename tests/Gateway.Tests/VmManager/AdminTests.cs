using System.Net;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.VmManager;

public sealed class AdminTests
{
    [Fact]
    public async Task An_administrator_sees_and_drives_the_machines_of_all()
    {
        using var tenant = await DialectTenant.OpenAsync();
        using var other = await DialectTenant.OpenAsync(test: "other");
        var id = $"same-{tenant.Name}";
        foreach (var each in new[] { tenant, other })
        {
            await each.ApplyAsync(id, $$"""{"machineType":"small","tenant":"{{each.Name}}"}""");
            await each.ShowsAsync($"/api/vms/{id}", "status", "running");
        }

        using var rest = new Rest((await GatewayCluster.GetAsync()).Gateway.Address);
        var listed = (await rest.GetAsync("/api/admin/vms")).Succeeded();
        var ambiguous = await rest.PostAsync($"/api/admin/vms/{id}/action", """{"action":"stop"}""");
        var stopped = (await tenant.PostAsync($"/api/admin/vms/{id}/action", """{"action":"stop"}""")).Succeeded();

        Assert.Equal(
            new[] { other.Name, tenant.Name }.Order(StringComparer.Ordinal),
            listed.Json.EnumerateArray().Where(vm => vm.GetProperty("id").GetString() == id).Select(vm => vm.GetProperty("user_id").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, ambiguous.Status);
        Assert.Equal((tenant.Name, "stopped"), (stopped.Get("user_id"), stopped.Get("status")));
        Assert.Equal("running", (await other.GetAsync($"/api/vms/{id}")).Get("status"));
    }

    [Fact]
    public async Task Who_is_no_administrator_is_refused()
    {
        var shared = await GatewayCluster.GetAsync();
        await using var guarded = await GatewayProcess.StartAsync(shared.Cluster.Plane.Kubeconfig, "--auth=token");
        using var tenant = await DialectTenant.OpenAsync();
        using var bob = new Rest(guarded.Address, ControlPlane.TokenOf("bob"));

        Answer[] refused =
        [
            await bob.GetAsync("/api/admin/vms"),
            await bob.GetAsync("/api/admin/events"),
            await bob.PostAsync("/api/admin/vms/web/action", """{"action":"stop"}"""),
            await bob.PostAsync($"/api/admin/tenants/{tenant.Name}/credits", """{"amount":1,"reason":"greed"}"""),
        ];

        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.Forbidden, answer.Status));
        Assert.All(refused, answer => Assert.Contains("bob", answer.Get("detail"), StringComparison.Ordinal));
    }
}
