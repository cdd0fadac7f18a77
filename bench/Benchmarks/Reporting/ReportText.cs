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
                Figure.Of(ceiling.Clients), Figure.Of(ceiling.Connections), Figure.Of(ceiling.PatchBytes), Figure.Of(ceiling.PatchesPerSecond),
                Figure.Of(ceiling.Cpu.ApiServer), Figure.Of(ceiling.Cpu.Others), Figure.Of(ceiling.Cpu.Wall));
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
            string Rate(RoundKind kind) => Figure.Of(report.Rounds.First(round => round.Kind == kind).Phases[index].PerSecond);
            string Share(RoundKind kind) => report.ShareOfCeiling(kind, index).ToString();

            var replays = report.Rounds.Where(round => round.Kind == RoundKind.Ceiling).Select(round => Figure.Of(round.Phases[index].PerSecond));
            table.Add(
                phase.Name, string.Join(" ", replays), Rate(RoundKind.EventsOff), Share(RoundKind.EventsOff), Rate(RoundKind.EventsOn), Share(RoundKind.EventsOn),
                Figure.Of(alone / phase.Writes));
        }

        if (report is { Backlog: { } backlog, BacklogCeiling: { } ceiling })
        {
            table.Add("backlog→RUNNING", Figure.Of(ceiling.PerSecond), Figure.Of(backlog.PerSecond), Percent(backlog.PerSecond, ceiling.PerSecond), "", "", Figure.Of(alone / LifecyclePhase.Create.Writes));
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
                    Name(round.Kind), phase.Phase, Figure.Of(cpu.Wall), Figure.Of(cpu.Operator), Figure.Of(cpu.ApiServer), Figure.Of(cpu.Etcd), Figure.Of(cpu.Bench), Figure.Of(cpu.Others),
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
                    table.Add(Name(round.Kind), phase.Phase, $"{call.Verb} {call.Resource}", call.Code, Figure.Of((double)call.Count / phase.Instances));
                }

                table.Add(Name(round.Kind), phase.Phase, "patches as agreed", "", phase.CostsWhatItShould ? "OK" : "NOT OK");
            }
        }

        table.WriteTo(text);
    }

    private static void Latency(Report report, StringBuilder text)
    {
        var table = new TextTable("created→RUNNING, ms", "", "p50", "p95", "p99");
        void Add(string what, Percentiles times) => table.Add(what, Figure.Of(times.P50), Figure.Of(times.P95), Figure.Of(times.P99));
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
            table.Add($"{memory.Instances} Instances, {memory.When}", Figure.Of(use.Resident), Figure.Of(use.Peak), Figure.Of(use.Anonymous), Figure.Of(use.Files), Figure.Of(use.Shared));
        }

        foreach (var sample in report.Reconnects?.Samples ?? [])
        {
            table.Add($"after {sample.Cuts} reconnects", Figure.Of(sample.ResidentMegabytes), "", "", "", "");
        }

        table.WriteTo(text);
        table = new("Restarts, seconds from process start", "Instances", "ready", "all reconciled", "writes", "operator's CPU s", "others' CPU s");
        foreach (var restart in report.Restarts)
        {
            table.Add(
                Figure.Of(restart.Instances), Figure.Of(restart.SecondsToReady), Figure.Of(restart.SecondsToReconciled), Figure.Of(restart.Writes),
                Figure.Of(restart.Cpu.Operator), Figure.Of(restart.Cpu.Others));
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
            table.Add([tenant.Limited ? "with limits" : "without", .. tenant.Phases.Select(phase => Figure.Of(phase.PerSecond)), Figure.Of(tenant.LivesPerSecond), Figure.Of(tenant.Phases[0].TenantPatches)]);
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
                comparison.What, Figure.Of(comparison.Connections), Figure.Of(comparison.DirectPerSecond), Figure.Of(through.PerSecond), $"{Figure.Of(comparison.Percent)} %",
                $"{Figure.Of(comparison.PercentByCpu)} %", Figure.Of(comparison.DirectP50), Figure.Of(comparison.DirectP99), Figure.Of(through.Milliseconds.P50),
                Figure.Of(through.Milliseconds.P99), Figure.Of(comparison.Times), Figure.Of(comparison.DirectCpuEach), Figure.Of(comparison.Through.CpuEach), Figure.Of(comparison.Through.GatewayCpuEach));
        }

        table.WriteTo(text);
        table = new("Gateway's memory, MB", "requests", "resident");
        foreach (var sample in gateway.Memory)
        {
            table.Add(Figure.Of(sample.Requests), Figure.Of(sample.ResidentMegabytes));
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

    private static string Percent(double part, double whole) => $"{Figure.Of(100 * part / whole)} %";
}
