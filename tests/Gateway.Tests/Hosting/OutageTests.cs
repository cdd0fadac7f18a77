using System.Net;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Hosting;

public sealed class OutageTests
{
    [Fact]
    public async Task While_the_operator_is_down_changes_are_taken_and_finish_later_for_any_gateway()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        await using var first = await GatewayProcess.StartAsync(cluster.Plane.Kubeconfig, "--auth=none", "--operation-wait=0");
        var ns = await cluster.Plane.NewNamespaceAsync();
        var zone = $"/compute/v1/projects/{ns}/zones/us-central1-a";
        using var before = new Rest(first.Address);
        var insert = (await before.PostAsync($"{zone}/instances", GceProject.Body("web"))).Succeeded();
        var pending = await before.GetAsync($"{zone}/operations/{insert.Get("name")}");
        var instance = await before.GetAsync($"{zone}/instances/web");
        await first.DisposeAsync();
        await using var second = await GatewayProcess.StartAsync(cluster.Plane.Kubeconfig, "--auth=none");
        using var after = new Rest(second.Address);
        var waiting = after.PostAsync($"{zone}/operations/{insert.Get("name")}/wait");
        await cluster.StartOperator().LeadsAsync();
        var done = await waiting;

        Assert.Equal(("RUNNING", "0"), (insert.Get("status"), insert.Get("progress")));
        Assert.Equal(insert.Get("selfLink"), pending.Get("selfLink"));
        Assert.Equal("PROVISIONING", instance.Succeeded().Get("status"));
        Assert.Equal(("DONE", null, insert.Get("selfLink")), (done.Succeeded().Get("status"), done.Get("error"), done.Get("selfLink")));
        Assert.Equal("RUNNING", (await after.GetAsync($"{zone}/instances/web")).Get("status"));
    }

    [Fact]
    public async Task Credentials_that_cannot_be_had_leave_the_gateway_unready_and_running()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-exec-");
        try
        {
            var kubeconfig = Path.Combine(folder.FullName, "config");
            await File.WriteAllTextAsync(kubeconfig, """
                apiVersion: v1
                kind: Config
                current-context: c
                contexts: [{ name: c, context: { cluster: c, user: u } }]
                clusters: [{ name: c, cluster: { server: "https://127.0.0.1:9" } }]
                users: [{ name: u, user: { exec: { apiVersion: client.authentication.k8s.io/v1, command: "false", interactiveMode: Never } } }]
                """);
            await using var gateway = await GatewayProcess.StartUnreadyAsync(kubeconfig, "--auth=none");
            await gateway.LineAsync("Not ready:");
            using var admin = new Rest(gateway.MetricsAddress);

            Assert.Contains("[-]api-server failed: ", (await admin.GetAsync("/readyz")).Text, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/livez")).Status);
            Assert.False(gateway.HasExited);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task While_the_API_server_is_down_requests_are_to_come_again()
    {
        await using var cluster = await InstalledCluster.StartAsync(Installed.Definitions | Installed.MachineTypes);
        await using var gateway = await GatewayProcess.StartAsync(cluster.Plane.Kubeconfig, "--auth=none");
        using var rest = new Rest(gateway.Address);
        const string zone = "/compute/v1/projects/default/zones/us-central1-a";
        await Eventually.Holds(async () => (await rest.GetAsync($"{zone}/instances")).Status == HttpStatusCode.OK);
        await cluster.Plane.KillAsync();

        foreach (var answer in new[] { await rest.GetAsync($"{zone}/instances"), await rest.PostAsync($"{zone}/instances", GceProject.Body("web")), await rest.DeleteAsync($"{zone}/instances/web") })
        {
            GceProject.Fails(answer, HttpStatusCode.ServiceUnavailable, "backendError");
            Assert.Equal("5", answer.Header("Retry-After"));
        }

        await Eventually.Holds(async () => (await rest.GetAsync("/readyz")).Status == HttpStatusCode.InternalServerError);
        using var admin = new Rest(gateway.MetricsAddress);
        Assert.Equal("not ok\n", (await rest.GetAsync("/readyz?verbose")).Text);
        Assert.Contains("[-]api-server failed: cannot reach https://", (await admin.GetAsync("/readyz")).Text, StringComparison.Ordinal);
        await gateway.LineAsync("Not ready: cannot reach https://");
        Assert.Equal(HttpStatusCode.OK, (await rest.GetAsync("/healthz")).Status);
        await cluster.Plane.RestartAsync();
        await Eventually.Holds(async () => (await rest.GetAsync($"{zone}/instances")).Status == HttpStatusCode.OK);
        await Eventually.Holds(async () => (await rest.GetAsync("/readyz")).Status == HttpStatusCode.OK);
    }
}
