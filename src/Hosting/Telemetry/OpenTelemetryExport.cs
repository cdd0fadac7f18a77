using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ComputeOperator.Hosting.Telemetry;

/// <summary>Sends metrics and traces by OTLP when the standard environment variables name a receiver.</summary>
public static class OpenTelemetryExport
{
    private static readonly string[] Receivers =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    /// <summary>Starts to send, or returns null when nobody listens.</summary>
    /// <param name="service">Name of the program, where <c>OTEL_SERVICE_NAME</c> gives none.</param>
    /// <param name="meters">The meters whose instruments are sent.</param>
    /// <param name="environment">Looks an environment variable up.</param>
    public static IDisposable? StartIfConfigured(string service, IReadOnlyList<string> meters, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return Receivers.Any(name => environment(name) is { Length: > 0 }) && environment("OTEL_SDK_DISABLED") != "true" ? Start(service, meters) : null;
    }

    // Apart, so that a process which does not export never loads the libraries.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CompositeExport Start(string service, IReadOnlyList<string> meters)
    {
        var resource = ResourceBuilder.CreateDefault().AddService(service).AddEnvironmentVariableDetector();
        return new(
            Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter([.. meters]).AddOtlpExporter().Build(),
            Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource("compute_operator.kubernetes").AddOtlpExporter().Build());
    }

    private sealed class CompositeExport(MeterProvider meters, TracerProvider traces) : IDisposable
    {
        public void Dispose()
        {
            meters.Dispose();
            traces.Dispose();
        }
    }
}
