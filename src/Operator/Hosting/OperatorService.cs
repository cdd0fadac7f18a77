using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Telemetry;
using ComputeOperator.Operator.Configuration;
using ComputeOperator.Providers;

namespace ComputeOperator.Operator.Hosting;

/// <summary>Finds the API server and runs the operator on it. A configuration that is missing or wrong is tried again: it may be mounted late.</summary>
internal sealed partial class OperatorService(
    OperatorOptions options,
    ProviderRegistry providers,
    HealthRegistry health,
    TimeProvider time,
    ILoggerFactory loggers,
    ILogger<OperatorService> logger) : BackgroundService
{
    private static readonly HealthResult NotStarted = HealthResult.Failed("not started");
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private volatile string? _problem = "not read yet";
    private volatile OperatorRuntime? _runtime;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        AddChecks();
        if (await ConfigurationAsync(stoppingToken) is not { } configuration)
        {
            return;
        }

        LogStarting(configuration.ToString(), options.Namespaces.Count == 0 ? "all" : string.Join(", ", options.Namespaces), options.Workers);
        using var transport = new KubernetesTransport(
            configuration, new() { UserAgent = OperatorRuntime.FieldManager, Time = time }, loggers.CreateLogger<KubernetesTransport>());
        using var runtime = new OperatorRuntime(transport, options, providers, time, loggers);
        _runtime = runtime;
        await runtime.RunAsync(stoppingToken);
        LogStopped();
    }

    private void AddChecks()
    {
        health.Add("configuration", HealthEndpoints.Ready, () => _problem is { } problem ? HealthResult.Failed(problem) : HealthResult.Ok());
        health.Add("machinetypes-synced", HealthEndpoints.Ready, () => _runtime?.MachineTypesSynced ?? NotStarted);
        health.Add("tenants-synced", HealthEndpoints.Ready, () => _runtime?.TenantsSynced ?? NotStarted);
        health.Add("instances-synced", HealthEndpoints.Ready, () => _runtime?.InstancesSynced ?? NotStarted);
        health.Add("leader-election", HealthEndpoints.Ready, () => _runtime?.Leadership ?? NotStarted);
    }

    private async Task<KubernetesClientConfiguration?> ConfigurationAsync(CancellationToken stopping)
    {
        var loader = new KubeConfigLoader
        {
            Path = options.Kubeconfig.Length > 0 ? options.Kubeconfig : null,
            Context = options.Context.Length > 0 ? options.Context : null,
            Time = time,
        };
        for (var pause = FirstPause; !stopping.IsCancellationRequested; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                var configuration = loader.Load();
                _problem = null;
                return configuration;
            }
            catch (KubernetesConfigurationException e)
            {
                LogConfiguration(e.Message);
                _problem = e.Message;
            }

            await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Managing Instances of namespaces {Namespaces} on {Server} with {Workers} workers")]
    private partial void LogStarting(string server, string namespaces, int workers);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Problem}; trying again")]
    private partial void LogConfiguration(string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped")]
    private partial void LogStopped();
}
