using System.Buffers;
using System.Text;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Kubernetes.Tests.Telemetry;

public sealed class ProcessMetricsTests
{
    [Fact]
    public void The_process_shows_what_dashboards_look_for()
    {
        using var exposition = new PrometheusExposition(new() { Meters = [ProcessMetrics.MeterName] });
        using var process = new ProcessMetrics();
        GC.Collect();
        var output = new ArrayBufferWriter<byte>();
        exposition.Write(output);

        var read = TextFormat.Parse(Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.InRange(read["process_resident_memory_bytes"], 1e6, 1e11);
        Assert.InRange(read["process_cpu_seconds_total"], 0.001, 1e6);
        Assert.InRange(
            read["process_start_time_seconds"], 1e9, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 1);
        Assert.InRange(read["""dotnet_gc_collections_total{generation="gen2"}"""], 1, 1e6);
        Assert.InRange(read["dotnet_gc_heap_bytes"], 1e4, 1e10);
        Assert.Equal("counter", read.Types["dotnet_gc_pause_seconds_total"]);
        if (OperatingSystem.IsLinux())
        {
            Assert.InRange(read["process_open_fds"], 3, 1e5);
        }
    }
}
