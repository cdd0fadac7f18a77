using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Kubernetes.Tests.Telemetry;

/// <summary>A meter of its own and an exposition of it.</summary>
internal sealed class Exposed : IDisposable
{
    private readonly PrometheusExposition _exposition;

    public Exposed(int seriesPerMetric = 2_000)
    {
        Meter = new Meter($"test.{Guid.NewGuid():N}");
        _exposition = new PrometheusExposition(new() { Meters = [Meter.Name], SeriesPerMetric = seriesPerMetric });
    }

    public Meter Meter { get; }

    public string Text()
    {
        var output = new ArrayBufferWriter<byte>();
        _exposition.Write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public TextFormat Read() => TextFormat.Parse(Text());

    public void Dispose()
    {
        _exposition.Dispose();
        Meter.Dispose();
    }
}
