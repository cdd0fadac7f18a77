using System.Diagnostics;
using System.Globalization;

namespace ComputeOperator.Benchmarks.Measuring;

/// <summary>CPU seconds of each program in one part of the run; <paramref name="Others"/>: of everything else on the machine.</summary>
internal sealed record CpuUse(double Wall, double Operator, double ApiServer, double Etcd, double Bench, double Others)
{
    /// <summary>The operator's part of what the API server used, in percent.</summary>
    public double OperatorShare => ApiServer > 0 ? 100 * Operator / ApiServer : 0;

    /// <summary>The use in both of two parts.</summary>
    public CpuUse And(CpuUse other) => new(
        Wall + other.Wall, Operator + other.Operator, ApiServer + other.ApiServer, Etcd + other.Etcd, Bench + other.Bench, Others + other.Others);
}

/// <summary>Reads CPU clocks at the start and at the end of something.</summary>
internal sealed class CpuMeter
{
    private readonly MeasuredProcess?[] _processes;
    private readonly double[] _before;
    private readonly double _machine = MachineSeconds();
    private readonly long _started = Stopwatch.GetTimestamp();

    public CpuMeter(MeasuredProcess? operatorProcess, MeasuredProcess apiServer, MeasuredProcess etcd)
    {
        _processes = [operatorProcess, apiServer, etcd, MeasuredProcess.Self];
        _before = Read();
    }

    /// <summary>What was used since.</summary>
    /// <param name="begun">The operator, where it was started only meanwhile.</param>
    public CpuUse Stop(MeasuredProcess? begun = null)
    {
        var used = Read().Zip(_before, (after, before) => after - before).ToArray();
        used[0] += begun?.CpuSeconds() ?? 0;
        var others = MachineSeconds() - _machine - used.Sum();
        return new(Stopwatch.GetElapsedTime(_started).TotalSeconds, used[0], used[1], used[2], used[3], Math.Max(0, others));
    }

    private double[] Read() => [.. _processes.Select(process => process?.CpuSeconds() ?? 0)];

    // user, nice, system; then idle and waiting, which are not work; then interrupts and what the hypervisor took.
    private static double MachineSeconds()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6] + fields[7]) / 100;
    }
}
