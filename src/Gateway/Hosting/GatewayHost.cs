using System.Net;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Telemetry;
using ComputeOperator.Hosting;
using ComputeOperator.Hosting.Configuration;
using ComputeOperator.Hosting.Telemetry;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>Finds the API server, puts the process together, and runs it.</summary>
internal static partial class GatewayHost
{
    private const string Program = "compute-gateway";
    private const int Failed = 1;
    // A server that is just starting asks for a second of patience; a caller need not know.
    private const int ReadAttempts = 3;

    /// <summary>Runs until SIGTERM or SIGINT; returns the exit code.</summary>
    public static async Task<int> RunAsync(GatewayOptions options)
    {
        // Before anything is measured.
        using var exposition = new PrometheusExposition(new() { Meters = Meters.All });
        using var process = new ProcessMetrics();
        using var telemetry = OpenTelemetryExport.StartIfConfigured(Program, Meters.All, Environment.GetEnvironmentVariable);
        try
        {
            using var transport = Transport(options);
            using var certificate = ServerCertificateFile.Of(options, TimeProvider.System);
            await using var app = GatewayApplication.Build(options, transport, exposition, certificate);
            certificate?.Log = app.Logger;
            await app.StartAsync();
            LogListening(app.Logger, string.Join(", ", app.Urls), transport.Configuration.ToString(), options.Auth);
            if (options.Auth == AuthenticationMode.None)
            {
                LogNoAuthentication(app.Logger, options.EffectiveBindAddress.ToString());
            }
            else if (certificate is null && !IPAddress.IsLoopback(options.EffectiveBindAddress.ToEndPoint().Address))
            {
                LogTokensInTheClear(app.Logger, options.EffectiveBindAddress.ToString());
            }

            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception e) when (Problem(e, options) is { } problem)
        {
            await Console.Error.WriteLineAsync($"{Program}: {problem}");
            return Failed;
        }
    }

    private static string? Problem(Exception e, GatewayOptions options) => e is KubernetesConfigurationException
        ? e.Message
        : ListenFailure.Describe(e, new[] { options.EffectiveBindAddress, options.MetricsBindAddress }.OfType<BindAddress>());

    private static KubernetesTransport Transport(GatewayOptions options)
    {
        var configuration = new KubeConfigLoader
        {
            Path = options.Kubeconfig.Length > 0 ? options.Kubeconfig : null,
            Context = options.Context.Length > 0 ? options.Context : null,
        }.Load();
        // A client certificate of the connection would go before the caller's token.
        return new(
            options.Auth == AuthenticationMode.Token ? configuration.WithoutIdentity() : configuration,
            new() { UserAgent = FieldManager.Name, AnswerTimeout = options.RequestTimeout, ReadAttempts = ReadAttempts });
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving {Addresses} for Instances on {Server}, authentication {Mode}")]
    private static partial void LogListening(ILogger logger, string addresses, string server, AuthenticationMode mode);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Nobody is asked who he is (--auth=none): whoever reaches {Address} has the gateway's own rights on the cluster")]
    private static partial void LogNoAuthentication(ILogger logger, string address);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Tokens of callers travel in the clear to {Address}: name a certificate with --tls-cert-file, or let something in front of the gateway speak TLS")]
    private static partial void LogTokensInTheClear(ILogger logger, string address);
}
