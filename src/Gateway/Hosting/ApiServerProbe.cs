using ComputeOperator.Gateway.Failures;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>Asks the API server now and then for a sign of life, for <c>/readyz</c>. Any answer is one, a refusal too.</summary>
internal sealed partial class ApiServerProbe(KubernetesTransport transport, HealthRegistry health, TimeProvider time, ILogger<ApiServerProbe> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private volatile string? _problem = "not asked yet";

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // What is executed runs beside the start: the server could answer before it has come this far.
        health.Add("api-server", HealthEndpoints.Ready, () => _problem is { } problem ? HealthResult.Failed(problem) : HealthResult.Ok());
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            Found(await AskAsync(stoppingToken), stoppingToken);
        }
        while (await NextAsync(timer, stoppingToken));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Found(string? problem, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested || problem == _problem)
        {
            return;
        }

        _problem = problem;
        if (problem is null)
        {
            LogReady();
        }
        else
        {
            LogNotReady(problem);
        }
    }

    private async Task<string?> AskAsync(CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            using var answer = await transport.Http.GetAsync(new Uri("version", UriKind.Relative), either.Token);
            return null;
        }
        catch (Exception e) when (Outage.IsOne(e) || e is OperationCanceledException)
        {
            return ConnectionFailure.Describe(transport.Configuration, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The API server answers")]
    private partial void LogReady();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not ready: {Problem}")]
    private partial void LogNotReady(string problem);
}
