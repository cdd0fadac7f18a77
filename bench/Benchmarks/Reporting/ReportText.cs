using System.Globalization;
using System.Text;
using ComputeOperator.Benchmarks.Load;
using ComputeOperator.Benchmarks.Measuring;

namespace ComputeOperator.Benchmarks.Reporting;

/// <summary>The report for people.</summary>
internal static class ReportText
{
    public static string Of(Report report)
    {
        var text = new StringBuilder("\n").Append(report.Environment).Append('\n');
        if (report.Rounds.Count > 0)
        {
            Ceilings(report, text);
            Rates(report, text);
            Cpu(report, text);
            Calls(report, text);
        }

        Latency(report, text);
        if (report.Memory.Count > 0)
        {
            MemoryAndRestarts(report, text);
        }

        if (report.Tenants.Count > 0)
        {
            Tenants(report, text);
        }

        if (report.Gateway is { } gateway)
        {
            GatewayShare(gateway, text);
        }

        Summary(report, text);
        return text.ToString();
    }

    private static void Ceilings(Report report, StringBuilder text)
    {
        var table = new TextTable(
            "API server's ceiling: status patches of bare clients, HTTP/2", "clients", "connections", "bytes each", "patches/s", "API server CPU s", "others' CPU s", "wall s");
        foreach (var ceiling in report.Ceilings)
        {
            table.Add(
                Number(ceiling.Clients), Number(ceiling.Connections), Number(ceiling.PatchBytes), Number(ceiling.PatchesPerSecond),
                Number(ceiling.Cpu.ApiServer), Number(ceiling.Cpu.Others), Number(ceiling.Cpu.Wall));
        }

        table.WriteTo(text);
    }

    private static void Rates(Report report, StringBuilder text)
    {
        var table = new TextTable(
            "Instances per second, first request to last seen", "", "ceiling: replay", "events off", "of ceiling", "events on", "of ceiling", "patch ceiling / writes");
        var alone = report.Ceilings.Select(ceiling => ceiling.PatchesPerSecond).DefaultIfEmpty(double.NaN).Max();
        foreach (var (index, phase) in LifecyclePhase.All.Index())
        {
            string Rate(RoundKind kind) => Number(report.Rounds.First(round => round.Kind == kind).Phases[index].PerSecond);
            string Share(RoundKind kind)
            {
                var share = report.ShareOfCeiling(kind, index);
                return $"{Number(share.Percent)} % ± {Number(share.Error)}";
            }

            var replays = report.Rounds.Where(round => round.Kind == RoundKind.Ceiling).Select(round => Number(round.Phases[index].PerSecond));
            table.Add(
                phase.Name, string.Join(" ", replays), Rate(RoundKind.EventsOff), Share(RoundKind.EventsOff), Rate(RoundKind.EventsOn), Share(RoundKind.EventsOn),
                Number(alone / phase.Writes));
        }

        if (report is { Backlog: { } backlog, BacklogCeiling: { } ceiling })
        {
            table.Add("backlog→RUNNING", Number(ceiling.PerSecond), Number(backlog.PerSecond), Percent(backlog.PerSecond, ceiling.PerSecond), "", "", Number(alone / LifecyclePhase.Create.Writes));
        }

        table.WriteTo(text);
    }

    private static void Cpu(Report report, StringBuilder text)
    {
        var table = new TextTable("CPU seconds", "round", "phase", "wall s", "operator", "API server", "etcd", "bench", "others", "operator / API server");
        foreach (var round in report.Rounds)
        {
            foreach (var phase in round.Phases)
            {
                var cpu = phase.Cpu;
                table.Add(
                    Name(round.Kind), phase.Phase, Number(cpu.Wall), Number(cpu.Operator), Number(cpu.ApiServer), Number(cpu.Etcd), Number(cpu.Bench), Number(cpu.Others),
                    round.Kind == RoundKind.Ceiling ? "" : Percent(cpu.Operator, cpu.ApiServer));
            }
        }

        table.WriteTo(text);
    }

    private static void Calls(Report report, StringBuilder text)
    {
        var table = new TextTable("Requests of the operator per Instance, as the API server counted them", "round", "phase", "request", "answer", "per Instance");
        foreach (var round in report.Rounds.Where(round => round.Kind != RoundKind.Ceiling))
        {
            foreach (var phase in round.Phases)
            {
                foreach (var call in phase.Calls)
                {
                    table.Add(Name(round.Kind), phase.Phase, $"{call.Verb} {call.Resource}", call.Code, Number((double)call.Count / phase.Instances));
                }

                table.Add(Name(round.Kind), phase.Phase, "patches as agreed", "", phase.CostsWhatItShould ? "OK" : "NOT OK");
            }
        }

        table.WriteTo(text);
    }

    private static void Latency(Report report, StringBuilder text)
    {
        var table = new TextTable("created→RUNNING, ms", "", "p50", "p95", "p99");
        void Add(string what, Percentiles times) => table.Add(what, Number(times.P50), Number(times.P95), Number(times.P99));
        if (report.Idle is { } idle)
        {
            Add("idle, from the answer to the user", idle.AfterAnswer);
            Add("idle, from the user's request", idle.AfterRequest);
        }

        foreach (var round in report.Rounds)
        {
            Add($"{report.Environment.Clients} users at once, {Name(round.Kind)}", round.Phases[0].Milliseconds);
        }

        table.WriteTo(text);
    }

    private static void MemoryAndRestarts(Report report, StringBuilder text)
    {
        var table = new TextTable("Operator's memory, MB", "", "resident", "peak", "anonymous", "mapped files", "shared");
        foreach (var memory in report.Memory)
        {
            var use = memory.Megabytes;
            table.Add($"{memory.Instances} Instances, {memory.When}", Number(use.Resident), Number(use.Peak), Number(use.Anonymous), Number(use.Files), Number(use.Shared));
        }

        foreach (var sample in report.Reconnects?.Samples ?? [])
        {
            table.Add($"after {sample.Cuts} reconnects", Number(sample.ResidentMegabytes), "", "", "", "");
        }

        table.WriteTo(text);
        table = new("Restarts, seconds from process start", "Instances", "ready", "all reconciled", "writes", "operator's CPU s", "others' CPU s");
        foreach (var restart in report.Restarts)
        {
            table.Add(
                Number(restart.Instances), Number(restart.SecondsToReady), Number(restart.SecondsToReconciled), Number(restart.Writes),
                Number(restart.Cpu.Operator), Number(restart.Cpu.Others));
        }

        table.WriteTo(text);
    }

    private static void Tenants(Report report, StringBuilder text)
    {
        var table = new TextTable(
            $"Instances per second beside {report.Tenants[0].Others} others of the limited tenant",
            ["tenant", .. LifecyclePhase.All.Select(phase => phase.Name), "whole life", "Tenant writes per admission"]);
        foreach (var tenant in report.Tenants)
        {
            table.Add([tenant.Limited ? "with limits" : "without", .. tenant.Phases.Select(phase => Number(phase.PerSecond)), Number(tenant.LivesPerSecond), Number(tenant.Phases[0].TenantPatches)]);
        }

        table.WriteTo(text);
    }

    private static void GatewayShare(GatewayResult gateway, StringBuilder text)
    {
        var table = new TextTable(
            "Gateway beside the API server asked directly", "request", "connections", "direct/s", "gateway/s", "of direct", "by CPU", "direct p50 ms", "p99", "gateway p50 ms", "p99", "p50 ratio",
            "direct CPU us", "through it", "gateway's");
        foreach (var comparison in gateway.Comparisons)
        {
            var through = comparison.Through.Rate;
            table.Add(
                comparison.What, Number(comparison.Connections), Number(comparison.DirectPerSecond), Number(through.PerSecond), $"{Number(comparison.Percent)} %",
                $"{Number(comparison.PercentByCpu)} %", Number(comparison.DirectP50), Number(comparison.DirectP99), Number(through.Milliseconds.P50),
                Number(through.Milliseconds.P99), Number(comparison.Times), Number(comparison.DirectCpuEach), Number(comparison.Through.CpuEach), Number(comparison.Through.GatewayCpuEach));
        }

        table.WriteTo(text);
        table = new("Gateway's memory, MB", "requests", "resident");
        foreach (var sample in gateway.Memory)
        {
            table.Add(Number(sample.Requests), Number(sample.ResidentMegabytes));
        }

        table.WriteTo(text);
    }

    private static void Summary(Report report, StringBuilder text)
    {
        var table = new TextTable("Summary", "", "goal", "measured", "");
        foreach (var goal in report.Goals)
        {
            table.Add(goal.What, goal.Wanted, goal.Measured, goal.Met ? "met" : "NOT MET");
        }

        table.WriteTo(text, allLeft: true);
        text.Append("\nThe rates, latency, CPU share and restart to beat are those of a Go operator on controller-runtime against a stock kube-apiserver on two shared cores;\n")
            .Append($"this run: {report.Environment}.\n");
    }

    private static string Name(RoundKind kind) => kind switch
    {
        RoundKind.Ceiling => "ceiling: replay",
        RoundKind.EventsOff => "events off",
        RoundKind.EventsOn => "events on",
    };

    private static string Number(double value) => value.ToString(Math.Abs(value) < 100 ? "0.##" : "0", CultureInfo.InvariantCulture);

    private static string Percent(double part, double whole) => $"{Number(100 * part / whole)} %";
}
