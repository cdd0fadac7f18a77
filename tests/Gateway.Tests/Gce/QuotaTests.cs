using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Operator.Tests.Kit;

namespace ComputeOperator.Gateway.Tests.Gce;

public sealed class QuotaTests
{
    [Fact]
    public async Task Over_quota_the_insert_fails_and_succeeds_after_all_when_there_is_room()
    {
        await using var cluster = await InstalledCluster.StartAsync();
        (await cluster.Kubectl.RunAsync("patch", "tenant", "default", "--type=merge", "-p", """{"spec":{"quota":{"instances":1}}}""")).Succeeded();
        await cluster.StartOperator().LeadsAsync();
        await using var gateway = await GatewayProcess.StartAsync(cluster.Plane.Kubeconfig, "--auth=none");
        using var rest = new Rest(gateway.Address);
        const string zone = "/compute/v1/projects/default/zones/us-central1-a";
        var first = (await rest.PostAsync($"{zone}/instances", GceProject.Body("first"))).Succeeded();
        var second = (await rest.PostAsync($"{zone}/instances", GceProject.Body("second"))).Succeeded();
        var waiting = await rest.GetAsync($"{zone}/instances/second");
        (await rest.DeleteAsync($"{zone}/instances/first")).Succeeded();
        await TestKit.Eventually.Holds(async () => (await rest.GetAsync($"{zone}/instances/second")).Get("status") == "RUNNING");
        var later = await rest.GetAsync($"{zone}/operations/{second.Get("name")}");

        Assert.Equal(("DONE", null), (first.Get("status"), first.Get("error")));
        Assert.Equal(("DONE", "QUOTA_EXCEEDED", "403", "FORBIDDEN"), (second.Get("status"), second.Get("error.errors.0.code"), second.Get("httpErrorStatusCode"), second.Get("httpErrorMessage")));
        Assert.Equal("PROVISIONING", waiting.Get("status"));
        Assert.Equal(("DONE", null), (later.Get("status"), later.Get("error")));
    }
}
