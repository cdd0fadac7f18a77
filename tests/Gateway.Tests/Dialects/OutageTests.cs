using System.Net;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Dialects;

public sealed class OutageTests
{
    [Fact]
    public async Task While_the_API_server_is_down_requests_are_to_come_again_in_each_dialects_form()
    {
        await using var cluster = await InstalledCluster.StartAsync(Installed.Definitions | Installed.Tenants);
        await using var gateway = await GatewayProcess.StartAsync(cluster.Plane.Kubeconfig, "--auth=none");
        using var rest = new Rest(gateway.Address);
        await Eventually.Holds(async () => (await rest.GetAsync("/api/vms")).Status == HttpStatusCode.OK);
        await cluster.Plane.KillAsync();

        foreach (var (path, member) in new[] { ("/api/v1/compute/instances", "error"), ("/api/v1/instances", "detail"), ("/api/vms", "detail"), ("/api/events", "detail"), ("/api/admin/vms", "detail") })
        {
            var answer = await rest.GetAsync(path);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "The API server cannot be reached.", "5"), (answer.Status, answer.Get(member), answer.Header("Retry-After")));
        }

        Assert.Equal(HttpStatusCode.OK, (await rest.GetAsync("/health")).Status);
    }

    [Fact]
    public async Task While_the_operator_is_down_changes_are_taken_and_finish_later()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(cluster.Plane.Kubeconfig, "--auth=none", "--operation-wait=200ms");
        using var rest = new Rest(gateway.Address);

        var iaas = await rest.PostAsync("/api/v1/compute/instances", """{"name":"a","flavor":"small"}""");
        var vm = await rest.PostAsync("/api/vms", """{"name":"b","ram_mb":1024,"disk_gb":20,"cpu_cores":2}""");
        var lifecycle = await rest.PostAsync("/api/v1/instances", """{"name":"c","scope":"PROJECT"}""");
        var started = await rest.PostAsync($"/api/v1/instances/{lifecycle.Get("id")}/start");
        await cluster.StartOperator().LeadsAsync();

        Assert.Equal(("creating", "creating", "created", "started"), (iaas.Get("status"), vm.Get("status"), lifecycle.Get("status"), started.Get("status")));
        foreach (var id in new[] { iaas.Get("id"), "b", lifecycle.Get("id") })
        {
            await Eventually.Holds(async () => (await rest.GetAsync($"/api/vms/{id}")).Get("status") == "running", what: $"{id} runs");
        }
    }
}
