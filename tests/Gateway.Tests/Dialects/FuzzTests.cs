using System.Net;
using System.Text.Json;
using ComputeOperator.Gateway.Tests.Kit;
using Xunit.Abstractions;

namespace ComputeOperator.Gateway.Tests.Dialects;

public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20261122;

    [Fact]
    public async Task No_request_of_twenty_thousand_makes_it_fail()
    {
        var shared = await GatewayCluster.GetAsync();
        await using var gateway = await GatewayProcess.StartAsync(shared.Cluster.Plane.Kubeconfig, "--auth=none", "--operation-wait=0", "--access-log=false");
        using var tenant = await DialectTenant.OpenAsync();

        output.WriteLine(await Fuzz.RunAsync(
            gateway, Seed, random => FuzzRequests.Next(random, tenant.Name), (request, answer) => Assert.True(IsInForm(request.Path, answer), "in the dialect's form")));
    }

    private static bool IsInForm(string path, Answer answer)
    {
        if (path.StartsWith("/api/v1/compute", StringComparison.Ordinal))
        {
            return answer.Get("error") is { Length: > 0 };
        }

        var isInvalid = answer.Status == HttpStatusCode.UnprocessableEntity;
        return path.StartsWith("/api/v1/instances", StringComparison.Ordinal)
            ? isInvalid ? answer.Get("errors.0.field") is { Length: > 0 } && answer.Get("error_type") == "ValidationError" : answer.Get("detail") is { Length: > 0 }
            : isInvalid ? answer.Get("detail.0.loc.0") is { Length: > 0 } : answer.Json.GetProperty("detail").ValueKind == JsonValueKind.String;
    }
}
