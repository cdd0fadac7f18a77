using System.Net;
using System.Text.Json;
using ComputeOperator.Gateway.Tests.Kit;
using Xunit.Abstractions;

namespace ComputeOperator.Gateway.Tests.Dialects;

/// <summary>Requests that nobody would send on purpose: each gets an answer in its dialect's form, and none makes the gateway fail.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Requests = 20_000;
    private const int AtOnce = 32;
    // Fixed, so that a failure comes again.
    private const int Seed = 20261122;

    [Fact]
    public async Task No_request_of_twenty_thousand_makes_it_fail()
    {
        var shared = await GatewayCluster.GetAsync();
        await using var gateway = await GatewayProcess.StartAsync(shared.Cluster.Plane.Kubeconfig, "--auth=none", "--operation-wait=0", "--access-log=false");
        using var tenant = await DialectTenant.OpenAsync();
        using var rest = new Rest(gateway.Address);
        var random = new Random(Seed);
        var requests = Enumerable.Range(0, Requests).Select(_ => FuzzRequest.Next(random, tenant.Name)).ToList();
        var counts = new int[600];
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (request, _) =>
        {
            var answer = await rest.SendAsync(new HttpMethod(request.Method), request.Path, request.Body, headers: request.Headers);
            Interlocked.Increment(ref counts[(int)answer.Status]);
            Check(request, answer);
        });

        output.WriteLine(string.Join(", ", counts.Select((count, code) => (count, code)).Where(entry => entry.count > 0).Select(entry => $"{entry.code}: {entry.count}")));
        Assert.False(gateway.HasExited);
        Assert.DoesNotContain(gateway.Lines, line => line.Contains(" ERROR ", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await rest.GetAsync("/health")).Status);
    }

    private static void Check(FuzzRequest request, Answer answer)
    {
        // Which request it was, for a failure.
        try
        {
            Assert.InRange((int)answer.Status, 200, 499);
            Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
            Assert.Null(answer.Header("X-Injected"));
            if ((int)answer.Status >= 400 && request.Method != "HEAD")
            {
                Assert.True(IsInForm(request.Path, answer), "in the dialect's form");
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"{request}\n{(int)answer.Status} {answer.Text}", e);
        }
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
