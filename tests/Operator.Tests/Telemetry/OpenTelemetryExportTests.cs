using System.Diagnostics;
using System.Diagnostics.Metrics;
using ComputeOperator.Hosting.Telemetry;

namespace ComputeOperator.Operator.Tests.Telemetry;

/// <summary>Which signals are sent when the environment names a receiver for one of them or for both.</summary>
public class OpenTelemetryExportTests
{
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", false, true)]
    [InlineData("PATH", false, false)]
    public void A_signal_is_sent_where_its_receiver_is_named(string variable, bool metrics, bool traces)
    {
        using var meter = new Meter($"metered-with-{variable}");
        using var source = new ActivitySource("compute_operator.kubernetes");
        using (var export = OpenTelemetryExport.StartIfConfigured("tests", [meter.Name], name => name == variable ? "http://127.0.0.1:9" : null))
        {
            Assert.Equal((metrics, traces), (meter.CreateCounter<long>("counted").Enabled, source.HasListeners()));
            Assert.Equal(metrics || traces, export is not null);
        }
    }
}
