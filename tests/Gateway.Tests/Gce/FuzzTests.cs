using ComputeOperator.Gateway.Tests.Kit;
using Xunit.Abstractions;

namespace ComputeOperator.Gateway.Tests.Gce;

public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20261121;

    [Fact]
    public async Task No_request_of_twenty_thousand_makes_it_fail()
    {
        var shared = await GatewayCluster.GetAsync();
        await using var gateway = await GatewayProcess.StartAsync(
            shared.Cluster.Plane.Kubeconfig, "--auth=none", "--operation-wait=0", "--access-log=false", "--gce-strict-state=false");
        var ns = await shared.Cluster.Plane.NewNamespaceAsync();

        output.WriteLine(await Fuzz.RunAsync(gateway, Seed, random => FuzzRequests.Next(random, ns), CheckForm));
    }

    private static void CheckForm(FuzzRequest request, Answer answer)
    {
        Assert.Equal((int)answer.Status, answer.Json.GetProperty("error").GetProperty("code").GetInt32());
        Assert.NotEmpty(answer.Json.GetProperty("error").GetProperty("errors")[0].GetProperty("reason").GetString()!);
    }
}
