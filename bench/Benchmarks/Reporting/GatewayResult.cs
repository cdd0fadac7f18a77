using System.Text.Json.Serialization;
using ComputeOperator.Benchmarks.Load;

namespace ComputeOperator.Benchmarks.Reporting;

/// <summary>The gateway beside the API server asked directly.</summary>
internal sealed record GatewayResult(IReadOnlyList<GatewayComparison> Comparisons, IReadOnlyList<GatewayMemory> Memory)
{
    /// <summary>Growth after the first fifth, in which buffers and code are still warming up.</summary>
    [JsonIgnore]
    public double Growth => Memory.Count == 0 ? 0 : Memory[^1].ResidentMegabytes - Memory[Memory.Count / 5].ResidentMegabytes;
}

/// <summary>One kind of request, direct before and after.</summary>
internal sealed record GatewayComparison(string What, RequestRate Before, RequestRate After, RequestRate Through)
{
    [JsonIgnore]
    public double DirectPerSecond => (Before.PerSecond + After.PerSecond) / 2;

    [JsonIgnore]
    public double DirectP50 => (Before.Milliseconds.P50 + After.Milliseconds.P50) / 2;

    [JsonIgnore]
    public double DirectP99 => (Before.Milliseconds.P99 + After.Milliseconds.P99) / 2;
}

/// <summary>The gateway's memory after some requests.</summary>
internal sealed record GatewayMemory(int Requests, double ResidentMegabytes);
