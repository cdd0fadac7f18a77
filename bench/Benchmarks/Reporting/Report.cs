using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Benchmarks.Load;
using ComputeOperator.Benchmarks.Measuring;

namespace ComputeOperator.Benchmarks.Reporting;

/// <summary>Everything that one run measured.</summary>
internal sealed class Report
{
    public required RunEnvironment Environment { get; set; }

    public IReadOnlyList<RecordedPhase> Recorded { get; set; } = [];

    public LatencyResult? Idle { get; set; }

    public List<CeilingResult> Ceilings { get; } = [];

    public List<RoundResult> Rounds { get; } = [];

    public PhaseResult? Backlog { get; set; }

    public PhaseResult? BacklogCeiling { get; set; }

    public List<MemoryResult> Memory { get; } = [];

    public List<RestartResult> Restarts { get; } = [];

    public double? SecondsToFirstAction { get; set; }

    public ReconnectResult? Reconnects { get; set; }

    public List<TenantResult> Tenants { get; } = [];

    public GatewayResult? Gateway { get; set; }

    /// <summary>How each operator process ended after SIGTERM.</summary>
    public IReadOnlyList<int> ExitCodes { get; set; } = [];

    public IReadOnlyList<Goal> Goals => Reporting.Goals.Of(this);

    public void Add(MemoryResult result) => Memory.Add(result);

    public void Add(RestartResult result) => Restarts.Add(result);

    /// <summary>What share of the ceiling, the round before it, the operator reached in one phase of a round of <paramref name="kind"/>.</summary>
    public Share ShareOfCeiling(RoundKind kind, int phase)
    {
        var index = Rounds.FindIndex(round => round.Kind == kind);
        return Share.Of(Rounds[index].Phases[phase], Rounds[index - 1].Phases[phase]);
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ReportJsonContext.Default.Report);
}

/// <summary>Bytes of what the operator writes in one phase of a life, per write.</summary>
internal sealed record RecordedPhase(string Phase, IReadOnlyList<int> Bytes);

/// <summary>One Instance at a time.</summary>
internal sealed record LatencyResult(int Instances, Percentiles AfterAnswer, Percentiles AfterRequest);

/// <summary>Status patches of bare clients.</summary>
internal sealed record CeilingResult
{
    public required int Clients { get; init; }

    public required int Connections { get; init; }

    public required int PatchBytes { get; init; }

    public required double PatchesPerSecond { get; init; }

    public required CpuUse Cpu { get; init; }
}

/// <summary>Who does the operator's part.</summary>
internal enum RoundKind
{
    Ceiling,
    EventsOff,
    EventsOn,
}

/// <summary>All phases of a life, one after another.</summary>
internal sealed record RoundResult(RoundKind Kind, IReadOnlyList<PhaseResult> Phases)
{
    /// <summary>The operator's part of the API server's CPU time over all phases, in percent.</summary>
    public double OperatorShare => 100 * Phases.Sum(phase => phase.Cpu.Operator) / Phases.Sum(phase => phase.Cpu.ApiServer);
}

/// <summary>All phases of a life of Instances of a tenant with limits, which has others already, or of the one without.</summary>
internal sealed record TenantResult(bool Limited, int Others, IReadOnlyList<PhaseResult> Phases)
{
    /// <summary>Whole lives per second: created, stopped, started and deleted.</summary>
    public double LivesPerSecond => 1 / Phases.Sum(phase => 1 / phase.PerSecond);
}

/// <summary>Requests of the operator in one phase.</summary>
internal sealed record CallCount(string Verb, string Resource, string Code, long Count);

/// <summary>A rate as a percentage of another that was measured in turns with it; <paramref name="Error"/>: the standard error, over the turns; one turn has none.</summary>
internal sealed record Share(double Percent, double? Error)
{
    public static Share Of(PhaseResult one, PhaseResult whole)
    {
        double[] turns = [.. whole.TurnSeconds.Zip(one.TurnSeconds, (all, own) => 100 * all / own)];
        var mean = turns.Average();
        double? error = turns.Length < 2 ? null : Math.Sqrt(turns.Sum(turn => Math.Pow(turn - mean, 2)) / (turns.Length - 1) / turns.Length);
        return new(100 * one.PerSecond / whole.PerSecond, error);
    }

    public override string ToString() => $"{Figure.Of(Percent)} %{(Error is { } error ? $" ± {Figure.Of(error)}" : "")}";
}

/// <summary>Many Instances through one phase, at once or in turns with others.</summary>
internal sealed record PhaseResult
{
    public required string Phase { get; init; }

    public required int Instances { get; init; }

    /// <summary>Of each turn, from the first request to the last Instance.</summary>
    public required IReadOnlyList<double> TurnSeconds { get; init; }

    public double PerSecond => Instances / TurnSeconds.Sum();

    /// <summary>From the answer to the user to the phase, per Instance.</summary>
    [JsonIgnore]
    public IReadOnlyList<TimeSpan> Times { get; init; } = [];

    public Percentiles Milliseconds => Percentiles.Of(Times);

    public required CpuUse Cpu { get; init; }

    /// <summary>What the API server counted, without the requests of this program.</summary>
    public required IReadOnlyList<CallCount> Calls { get; init; }

    [JsonIgnore]
    public LifecyclePhase Expected => LifecyclePhase.All.Single(phase => phase.Name == Phase);

    public double FinalizerPatches => Count(call => call is { Verb: "PATCH", Resource: "instances" }) / Instances;

    public double StatusPatches => Count(call => call is { Verb: "PATCH", Resource: "instances/status" }) / Instances;

    /// <summary>Writes of Tenants, per Instance.</summary>
    public double TenantPatches => Count(call => call is { Verb: "PATCH", Resource: "tenants" or "tenants/status" }) / Instances;

    public double Reads => Count(call => call is { Verb: "GET" or "LIST", Resource: "instances" or "instances/status" or "tenants" });

    public double Conflicts => Count(call => call.Code == "409");

    public double Failures => Count(call => call.Code[0] is '4' or '5');

    /// <summary>Whether exactly the writes of the contract were made, and no reads.</summary>
    public bool CostsWhatItShould =>
        FinalizerPatches == Expected.FinalizerPatches && StatusPatches == Expected.StatusPatches && Reads == 0 && Conflicts == 0;

    /// <summary>Turns of the same phase as one result.</summary>
    public static PhaseResult Together(IReadOnlyList<PhaseResult> turns) => turns[0] with
    {
        Instances = turns.Sum(turn => turn.Instances),
        TurnSeconds = [.. turns.SelectMany(turn => turn.TurnSeconds)],
        Times = [.. turns.SelectMany(turn => turn.Times)],
        Cpu = turns.Select(turn => turn.Cpu).Aggregate((sum, turn) => sum.And(turn)),
        Calls = [.. turns.SelectMany(turn => turn.Calls).GroupBy(call => call with { Count = 0 }).Select(same => same.Key with { Count = same.Sum(call => call.Count) })],
    };

    private double Count(Func<CallCount, bool> which) => Calls.Where(which).Sum(call => (double)call.Count);
}

/// <summary>The operator's memory after a while of quiet.</summary>
internal sealed record MemoryResult(int Instances, string When, MemoryUse Megabytes);

/// <summary>The operator started where all is as it should be.</summary>
internal sealed record RestartResult
{
    public required int Instances { get; init; }

    public required double SecondsToReady { get; init; }

    public required double SecondsToReconciled { get; init; }

    public required long Writes { get; init; }

    public required CpuUse Cpu { get; init; }
}

/// <summary>Memory after some cuts.</summary>
internal sealed record ReconnectSample(int Cuts, double ResidentMegabytes);

/// <summary>The operator's connections cut again and again.</summary>
internal sealed record ReconnectResult(int Cuts, double Seconds, IReadOnlyList<ReconnectSample> Samples, double ResidentMegabytesAtEnd)
{
    /// <summary>Growth after the first fifth, in which buffers and code are still warming up.</summary>
    public double Growth => ResidentMegabytesAtEnd - Samples[Math.Min(Samples.Count - 1, Math.Max(1, Samples.Count / 5))].ResidentMegabytes;
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
