using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>
/// The process and its runtime under the names that dashboards know: <c>process_*</c> as every Prometheus client has
/// them, <c>dotnet_*</c> for collections, heap and thread pool. All are read when asked, and cost nothing between.
/// </summary>
public sealed class ProcessMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "compute_operator.process";

    private readonly Meter _meter = new(MeterName);

    /// <summary>Makes the instruments.</summary>
    public ProcessMetrics()
    {
        AddProcess();
        AddRuntime();
        if (OperatingSystem.IsLinux())
        {
            _meter.CreateObservableGauge(
                "process_open_fds", static () => Directory.GetFileSystemEntries("/proc/self/fd").Length, description: "Number of open file descriptors.");
        }
    }

    /// <summary>Takes the instruments away.</summary>
    public void Dispose() => _meter.Dispose();

    private void AddProcess()
    {
        using var process = Process.GetCurrentProcess();
        var started = (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
        _meter.CreateObservableGauge(
            "process_start_time_seconds", () => started, description: "Start time of the process since unix epoch in seconds.");
        _meter.CreateObservableCounter(
            "process_cpu_seconds_total", static () => CpuSeconds(), description: "Total user and system CPU time spent in seconds.");
        _meter.CreateObservableGauge(
            "process_resident_memory_bytes", static () => Environment.WorkingSet, description: "Resident memory size in bytes.");
    }

    private void AddRuntime()
    {
        _meter.CreateObservableCounter(
            "dotnet_gc_collections_total", static () => Collections(), description: "Garbage collections, by generation.");
        _meter.CreateObservableCounter(
            "dotnet_gc_pause_seconds_total", static () => GC.GetTotalPauseDuration().TotalSeconds, description: "Time all threads were paused for garbage collection.");
        _meter.CreateObservableCounter(
            "dotnet_gc_allocated_bytes_total", static () => GC.GetTotalAllocatedBytes(), description: "Bytes allocated on the managed heap.");
        _meter.CreateObservableGauge(
            "dotnet_gc_heap_bytes", static () => GC.GetTotalMemory(forceFullCollection: false), description: "Bytes in use on the managed heap.");
        _meter.CreateObservableGauge(
            "dotnet_gc_committed_bytes", static () => GC.GetGCMemoryInfo().TotalCommittedBytes, description: "Bytes the managed heap has committed, at the last collection.");
        _meter.CreateObservableCounter(
            "dotnet_jit_compiled_methods_total", static () => System.Runtime.JitInfo.GetCompiledMethodCount(), description: "Methods compiled at run time, that were not compiled ahead.");
        _meter.CreateObservableGauge(
            "dotnet_threadpool_threads", static () => ThreadPool.ThreadCount, description: "Threads of the thread pool.");
        _meter.CreateObservableGauge(
            "dotnet_threadpool_queue_length", static () => ThreadPool.PendingWorkItemCount, description: "Work items waiting for a thread.");
        _meter.CreateObservableCounter(
            "dotnet_lock_contentions_total", static () => Monitor.LockContentionCount, description: "Times a thread had to wait for a lock.");
    }

    private static double CpuSeconds() =>
        OperatingSystem.IsLinux() || OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? Environment.CpuUsage.TotalTime.TotalSeconds
            : 0;

    // A collection of an older generation is one of the younger ones too; here each counts once.
    private static IEnumerable<Measurement<long>> Collections()
    {
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            var older = generation < GC.MaxGeneration ? GC.CollectionCount(generation + 1) : 0;
            yield return new(GC.CollectionCount(generation) - older, new KeyValuePair<string, object?>("generation", $"gen{generation}"));
        }
    }
}
