using System.Runtime.CompilerServices;
using ComputeOperator.Kubernetes.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ComputeOperator.Hosting.Telemetry;

/// <summary>Sends metrics and traces by OTLP, each when the standard environment variables name a receiver for it or for both.</summary>
public static class OpenTelemetryExport
{
    private const string OfAll = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string OfMetrics = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const string OfTraces = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    /// <summary>Environment variables that name a receiver: the one of all signals, and those of one.</summary>
    public static IReadOnlyList<string> Receivers { get; } = [OfAll, OfMetrics, OfTraces];

    /// <summary>Starts to send, or returns null when nobody listens.</summary>
    /// <param name="service">Name of the program, where <c>OTEL_SERVICE_NAME</c> gives none.</param>
    /// <param name="meters">The meters whose instruments are sent.</param>
    /// <param name="environment">Looks an environment variable up.</param>
    public static IDisposable? StartIfConfigured(string service, IReadOnlyList<string> meters, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment("OTEL_SDK_DISABLED") == "true")
        {
            return null;
        }

        var (metrics, traces) = (HasReceiver(OfMetrics, environment), HasReceiver(OfTraces, environment));
        return metrics || traces ? Start(service, metrics ? meters : [], traces ? [KubernetesMeter.Name] : []) : null;
    }

    private static bool HasReceiver(string own, Func<string, string?> environment) =>
        environment(OfAll) is { Length: > 0 } || environment(own) is { Length: > 0 };

    // Apart, so that a process which does not export never loads the libraries.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static OpenTelemetrySdk Start(string service, IReadOnlyList<string> meters, IReadOnlyList<string> sources) => OpenTelemetrySdk.Create(builder => builder
        .ConfigureResource(resource => resource.AddService(service).AddEnvironmentVariableDetector())
        .WithMetrics(metrics => metrics.AddMeter([.. meters]))
        .WithTracing(traces => traces.AddSource([.. sources]))
        // Not the exporters of each signal: those know the variables of all signals only.
        .UseOtlpExporter());
}
