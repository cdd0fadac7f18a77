using ComputeOperator.Hosting;
using ComputeOperator.Hosting.Configuration;
using ComputeOperator.Hosting.Logging;
using ComputeOperator.Hosting.Telemetry;
using ComputeOperator.Kubernetes.Telemetry;
using ComputeOperator.Operator.Configuration;
using ComputeOperator.Operator.Telemetry;
using ComputeOperator.Providers;
using ComputeOperator.Providers.Simulated;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace ComputeOperator.Operator.Hosting;

/// <summary>Puts the process together: logging, probes, metrics, and the operator as a hosted service.</summary>
internal static partial class OperatorHost
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Runs until SIGTERM or SIGINT; returns the exit code.</summary>
    public static async Task<int> RunAsync(OperatorOptions options)
    {
        // Before anything is measured.
        using var exposition = new PrometheusExposition(new() { Meters = Meters.All });
        using var process = new ProcessMetrics();
        await using var app = Build(options, exposition);
        using var telemetry = OpenTelemetryExport.StartIfConfigured("compute-operator", Meters.All, Environment.GetEnvironmentVariable);
        var service = app.Services.GetRequiredService<OperatorService>();
        try
        {
            await app.StartAsync();
            LogListening(app.Logger, app.Urls is { Count: > 0 } urls ? string.Join(", ", urls) : "no address");
            await app.WaitForShutdownAsync();
        }
        catch (Exception e) when (ListenFailure.Describe(e, Addresses(options)) is { } problem)
        {
            await Console.Error.WriteLineAsync($"compute-operator: {problem}");
            return 1;
        }

        return service.ExecuteTask is { IsFaulted: true } ? 1 : 0;
    }

    private static WebApplication Build(OperatorOptions options, PrometheusExposition exposition)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "compute-operator" });
        builder.Logging.AddProgramConsole(options.LogFormat, options.LogLevel);
        Listen(builder, Addresses(options));
        builder.Services
            // A request that has begun and does not end holds up the server, which must not hold up the return of the lease.
            .Configure<HostOptions>(host => (host.ShutdownTimeout, host.ServicesStopConcurrently) = (ShutdownTimeout, true))
            .AddSingleton(options)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<HealthRegistry>()
            .AddSingleton<IOptions<SimulatedProviderOptions>>(Options.Create(options.Simulated))
            .AddInstanceProviders()
            .AddSingleton<OperatorService>()
            .AddHostedService(services => services.GetRequiredService<OperatorService>())
            .AddHostedService<IdleMemory>();
        var app = builder.Build();
        app.Run(ProbeEndpoints.Of(options, app.Services.GetRequiredService<HealthRegistry>(), exposition));
        return app;
    }

    private static IReadOnlyList<BindAddress> Addresses(OperatorOptions options) =>
        [.. new[] { options.MetricsBindAddress, options.HealthBindAddress }.OfType<BindAddress>().Distinct()];

    private static void Listen(WebApplicationBuilder builder, IReadOnlyList<BindAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            builder.Services.AddSingleton<IServer, NoServer>();
            return;
        }

        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            foreach (var address in addresses)
            {
                kestrel.Listen(address.ToEndPoint(), listen => listen.Use(next => connection =>
                {
                    connection.Features.Set(address);
                    return next(connection);
                }));
            }
        });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Metrics and probes on {Addresses}")]
    private static partial void LogListening(ILogger logger, string addresses);
}
