using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Hosting;
using ComputeOperator.Hosting.Configuration;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Telemetry;
using ComputeOperator.TestKit.Faults;
using Microsoft.AspNetCore.Builder;

namespace ComputeOperator.Gateway.Tests.Kit;

/// <summary>A gateway in this process, between which and the API server things go wrong that a test names.</summary>
internal sealed class FaultyGateway : IAsyncDisposable
{
    private readonly KubernetesTransport _transport;
    private readonly PrometheusExposition _exposition = new(new() { Meters = [] });
    private readonly WebApplication _application;

    private FaultyGateway(string kubeconfig, TimeSpan operationWait, TimeSpan requestTimeout)
    {
        var options = new GatewayOptions
        {
            Auth = AuthenticationMode.None,
            BindAddress = new BindAddress("127.0.0.1", 0),
            MetricsBindAddress = null,
            OperationWait = operationWait,
            RequestTimeout = requestTimeout,
            RequestsPerSecond = 0,
        };
        _transport = new(new KubeConfigLoader { Path = kubeconfig }.Load(), new() { UserAgent = "test", ReadAttempts = 1, Handlers = [Faults] });
        _application = GatewayApplication.Build(options, _transport, _exposition, null);
    }

    public FaultyTransport Faults { get; } = new();

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_application.Urls.First());

    public static async Task<FaultyGateway> StartAsync(string kubeconfig, TimeSpan operationWait, TimeSpan? requestTimeout = null)
    {
        var gateway = new FaultyGateway(kubeconfig, operationWait, requestTimeout ?? TimeSpan.FromSeconds(60));
        await gateway._application.StartAsync();
        return gateway;
    }

    /// <summary>Stops it as a signal does; returns once all are answered, or are cut off.</summary>
    public Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _exposition.Dispose();
        _transport.Dispose();
    }
}
