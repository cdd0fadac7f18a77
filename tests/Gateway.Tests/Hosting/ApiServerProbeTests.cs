using System.Net;
using ComputeOperator.Gateway.Hosting;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace ComputeOperator.Gateway.Tests.Hosting;

public sealed class ApiServerProbeTests
{
    [Fact]
    public async Task Nothing_is_ready_before_the_API_server_was_asked()
    {
        using var transport = new KubernetesTransport(new() { Server = new("http://127.0.0.1:1") });
        var health = new HealthRegistry();
        using var probe = new ApiServerProbe(transport, health, TimeProvider.System, NullLogger<ApiServerProbe>.Instance);

        // What runs beside the start never begins.
        await probe.StartAsync(new CancellationToken(canceled: true));

        Assert.Equal(HttpStatusCode.InternalServerError, health.Answer("/readyz", verbose: false).Status);
    }
}
