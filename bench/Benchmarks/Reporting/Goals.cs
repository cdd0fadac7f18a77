namespace ComputeOperator.Benchmarks.Reporting;

/// <summary>What was to be reached, and what was.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Wanted">The goal.</param>
/// <param name="Measured">What came out.</param>
/// <param name="Met">Whether that is enough.</param>
/// <param name="IsRule">Does not depend on the machine's speed: a run that breaks it fails.</param>
internal sealed record Goal(string What, string Wanted, string Measured, bool Met, bool IsRule = false);

/// <summary>
/// The goals. The one to beat was a Go operator on controller-runtime with the same lifecycle, against a stock kube-apiserver on two shared
/// cores: other hardware, and another API server where the stand-in is used.
/// </summary>
internal static class Goals
{
    private const double CeilingPercent = 85;
    private const double OperatorCpuPercent = 16;
    private const double TenantPercent = 90;
    private const double IdleMilliseconds = 12.6;
    private const double RestartSeconds = 0.7;
    private const double ReconnectGrowthMegabytes = 4;
    private const double GatewayPercent = 70;
    private const double GatewayListTimes = 1.5;
    private const double GatewayGrowthMegabytes = 8;
    private const int UsualInstances = 2000;
    private static readonly double[] ToBeat = [145, 212, 207, 147];

    public static IReadOnlyList<Goal> Of(Report report) =>
        [.. report.Rounds.Where(round => round.Kind != RoundKind.Ceiling).SelectMany(round => Throughput(report, round)), .. Rest(report), .. Tenants(report), .. Gateway(report), .. Ends(report)];

    private static IEnumerable<Goal> Throughput(Report report, RoundResult round)
    {
        var events = round.Kind == RoundKind.EventsOn ? "events on" : "events off";
        foreach (var (index, phase) in round.Phases.Index())
        {
            var share = report.ShareOfCeiling(round.Kind, index);
            yield return new($"{phase.Phase}, {events}", $"> {ToBeat[index]}/s", $"{Figure.Of(phase.PerSecond)}/s", phase.PerSecond > ToBeat[index]);
            yield return new($"{phase.Phase}, {events}: of the ceiling", $">= {CeilingPercent} %", share.ToString(), share.Percent >= CeilingPercent);
        }

        foreach (var phase in round.Phases)
        {
            yield return Cost($"{phase.Phase}, {events}", phase);
        }

        yield return new($"operator's CPU time, {events}", $"< {OperatorCpuPercent} % of the API server's", $"{Figure.Of(round.OperatorShare)} %", round.OperatorShare < OperatorCpuPercent);
    }

    private static Goal Cost(string what, PhaseResult phase) => new(
        $"{what}: patches each",
        $"{phase.Expected.FinalizerPatches} finalizer + {phase.Expected.StatusPatches} status, no read, no 409",
        $"{Figure.Of(phase.FinalizerPatches)} + {Figure.Of(phase.StatusPatches)}, {phase.Reads} reads, {phase.Conflicts} 409",
        phase.CostsWhatItShould,
        IsRule: true);

    private static IEnumerable<Goal> Rest(Report report)
    {
        if (report is { Backlog: { } backlog, BacklogCeiling: { } ceiling })
        {
            var percent = 100 * backlog.PerSecond / ceiling.PerSecond;
            yield return new("backlog created→RUNNING: of the ceiling", $">= {CeilingPercent} %", $"{Figure.Of(percent)} %", percent >= CeilingPercent);
            yield return Cost("backlog created→RUNNING", backlog);
        }

        if (report.Idle is { } idle)
        {
            yield return new("created→RUNNING on an idle system, p50", $"< {IdleMilliseconds} ms", $"{Figure.Of(idle.AfterAnswer.P50)} ms", idle.AfterAnswer.P50 < IdleMilliseconds);
        }

        foreach (var memory in report.Memory)
        {
            var (limit, use) = (memory.Instances > UsualInstances ? 110 : 70, memory.Megabytes);
            yield return new($"resident: {memory.Instances} Instances, {memory.When}", $"< {limit} MB", $"{Figure.Of(use.Resident)} MB, peak {Figure.Of(use.Peak)}", use.Resident < limit);
        }

        foreach (var restarts in report.Restarts.GroupBy(restart => restart.Instances))
        {
            var (median, writes) = (restarts.Select(restart => restart.SecondsToReconciled).Order().ElementAt(restarts.Count() / 2), restarts.Sum(restart => restart.Writes));
            var small = restarts.Key <= UsualInstances;
            yield return new(
                $"restart with {restarts.Key}: all reconciled, median", small ? $"< {RestartSeconds} s" : "none with so many", $"{Figure.Of(median)} s", !small || median < RestartSeconds);
            yield return new($"restart with {restarts.Key}: writes", "0", Figure.Of(writes), writes == 0, IsRule: true);
        }

        if (report.SecondsToFirstAction is { } first)
        {
            yield return new("start to first correct action", $"< {RestartSeconds} s", $"{Figure.Of(first)} s", first < RestartSeconds);
        }

        if (report.Reconnects is { } reconnects)
        {
            yield return new($"growth over {reconnects.Cuts} reconnects", $"< {ReconnectGrowthMegabytes} MB after the first fifth", $"{Figure.Of(reconnects.Growth)} MB", reconnects.Growth < ReconnectGrowthMegabytes);
        }
    }

    private static IEnumerable<Goal> Tenants(Report report)
    {
        if (report.Tenants.Count == 0)
        {
            yield break;
        }

        var (limited, unlimited) = (report.Tenants.Where(tenant => tenant.Limited), report.Tenants.Where(tenant => !tenant.Limited));
        var percent = 100 * limited.Average(tenant => tenant.LivesPerSecond) / unlimited.Average(tenant => tenant.LivesPerSecond);
        yield return new(
            $"lifecycle, tenant with limits and {report.Tenants[0].Others} others: of one without", $">= {TenantPercent} %", $"{Figure.Of(percent)} %", percent >= TenantPercent);
        var (writes, reads) = (limited.Max(tenant => tenant.Phases[0].TenantPatches), report.Tenants.Sum(tenant => tenant.Phases[0].Reads));
        yield return new("admission: writes of the Tenant each, lists", "<= 1, none", $"{Figure.Of(writes)}, {Figure.Of(reads)}", writes <= 1 && reads == 0, IsRule: true);
    }

    private static IEnumerable<Goal> Gateway(Report report)
    {
        foreach (var comparison in report.Gateway?.Comparisons ?? [])
        {
            if (comparison.What == "get")
            {
                yield return new(
                    $"gateway: get, {comparison.Connections} connections", $">= {GatewayPercent} % of direct", $"{Figure.Of(comparison.Percent)} %, by CPU {Figure.Of(comparison.PercentByCpu)} %",
                    comparison.Percent >= GatewayPercent);
            }
            else if (comparison.What.StartsWith("list", StringComparison.Ordinal))
            {
                yield return new(
                    $"gateway: {comparison.What}, {comparison.Connections} connections", $"< {GatewayListTimes} times direct", Figure.Of(comparison.Times), comparison.Times < GatewayListTimes);
            }
        }

        if (report.Gateway is { } gateway)
        {
            yield return new($"gateway: growth over {gateway.Memory[^1].Requests} requests", $"< {GatewayGrowthMegabytes} MB after the first fifth", $"{Figure.Of(gateway.Growth)} MB", gateway.Growth < GatewayGrowthMegabytes);
        }
    }

    private static IEnumerable<Goal> Ends(Report report)
    {
        var unclean = report.ExitCodes.Count(code => code != 0);
        yield return new("clean ends after SIGTERM", "all", $"{report.ExitCodes.Count - unclean} of {report.ExitCodes.Count}", unclean == 0, IsRule: true);
    }
}
