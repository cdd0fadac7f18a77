using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ComputeOperator.Operator.Telemetry;

/// <summary>Sends metrics and traces by OTLP when the standard environment variables name a receiver.</summary>
internal static class OpenTelemetryExport
{
    private static readonly string[] Receivers =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    /// <summary>Starts to send, or returns null when nobody listens.</summary>
    public static IDisposable? StartIfConfigured(Func<string, string?> environment) =>
        Receivers.Any(name => environment(name) is { Length: > 0 }) && environment("OTEL_SDK_DISABLED") != "true" ? Start() : null;

    // Apart, so that a process which does not export never loads the libraries.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static CompositeExport Start()
    {
        var resource = ResourceBuilder.CreateDefault().AddService("compute-operator").AddEnvironmentVariableDetector();
        return new(
            Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter([.. Meters.All]).AddOtlpExporter().Build(),
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
