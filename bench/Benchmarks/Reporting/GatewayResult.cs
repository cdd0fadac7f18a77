using System.Text.Json.Serialization;
using ComputeOperator.Benchmarks.Load;
using ComputeOperator.Benchmarks.Measuring;

namespace ComputeOperator.Benchmarks.Reporting;

/// <summary>The gateway beside the API server asked directly.</summary>
internal sealed record GatewayResult(IReadOnlyList<GatewayComparison> Comparisons, IReadOnlyList<GatewayMemory> Memory)
{
    /// <summary>Growth after the first fifth, in which buffers and code are still warming up.</summary>
    [JsonIgnore]
    public double Growth => Memory.Count == 0 ? 0 : Memory[^1].ResidentMegabytes - Memory[Math.Max(0, (Memory.Count / 5) - 1)].ResidentMegabytes;
}

/// <summary>Requests for a while, and the processors' time that all who took part in them used.</summary>
internal sealed record MeasuredRate(RequestRate Rate, CpuUse Cpu)
{
    /// <summary>Microseconds of all together per request: on cores that others use too, the figure that does not depend on them.</summary>
    [JsonIgnore]
    public double CpuEach => 1e6 * (Cpu.Operator + Cpu.ApiServer + Cpu.Etcd + Cpu.Bench) / Rate.Requests;

    /// <summary>Microseconds of the gateway alone per request.</summary>
    [JsonIgnore]
    public double GatewayCpuEach => 1e6 * Cpu.Operator / Rate.Requests;
}

/// <summary>One kind of request, direct before and after.</summary>
internal sealed record GatewayComparison(string What, MeasuredRate Before, MeasuredRate After, MeasuredRate Through)
{
    [JsonIgnore]
    public int Connections => Through.Rate.Connections;

    [JsonIgnore]
    public double DirectPerSecond => Mean(measured => measured.Rate.PerSecond);

    [JsonIgnore]
    public double DirectP50 => Mean(measured => measured.Rate.Milliseconds.P50);

    [JsonIgnore]
    public double DirectP99 => Mean(measured => measured.Rate.Milliseconds.P99);

    [JsonIgnore]
    public double DirectCpuEach => Mean(measured => measured.CpuEach);

    [JsonIgnore]
    public double Percent => 100 * Through.Rate.PerSecond / DirectPerSecond;

    /// <summary>What the throughput would be in percent if nothing but the processors' time mattered.</summary>
    [JsonIgnore]
    public double PercentByCpu => 100 * DirectCpuEach / Through.CpuEach;

    [JsonIgnore]
    public double Times => Through.Rate.Milliseconds.P50 / DirectP50;

    private double Mean(Func<MeasuredRate, double> of) => (of(Before) + of(After)) / 2;
}

/// <summary>The gateway's memory after some requests.</summary>
internal sealed record GatewayMemory(int Requests, double ResidentMegabytes);
