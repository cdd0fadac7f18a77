using System.Globalization;
using ComputeOperator.Benchmarks.Load;
using ComputeOperator.Benchmarks.Reporting;

namespace ComputeOperator.Benchmarks.Scenarios;

/// <summary>The whole run, on one control plane.</summary>
internal static class Benchmark
{
    public static async Task<int> RunAsync(Options options, CancellationToken cancellation)
    {
        try
        {
            var report = await MeasureAsync(options, cancellation);
            Console.Write(ReportText.Of(report));
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Json))!);
            await File.WriteAllBytesAsync(options.Json, report.ToJson(), cancellation);
            Say($"JSON: {options.Json}");
            return report.Goals.All(goal => goal.Met || !goal.IsRule) ? 0 : 1;
        }
        catch (BenchmarkException e)
        {
            await Console.Error.WriteLineAsync($"bench: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return 130;
        }
    }

    private static async Task<Report> MeasureAsync(Options options, CancellationToken cancellation)
    {
        Say("Starting etcd and the API server");
        await using var world = await World.CreateAsync(options, cancellation);
        var report = new Report { Environment = await RunEnvironment.OfAsync(world, cancellation) };
        Say(report.Environment.ToString());

        var recording = await IdleAsync(world, report, cancellation);
        await world.EmptyAsync(cancellation);
        if (options.Parts.Contains(Options.Throughput))
        {
            await CeilingAsync(world, recording, report, cancellation);
            await world.EmptyAsync(cancellation);
            await ThroughputAsync(world, recording, report, cancellation);
            Say("Backlog: all created before the operator starts");
            (report.Backlog, report.BacklogCeiling) = await Round.BacklogAsync(world, recording, options.Instances, cancellation);
            await world.EmptyAsync(cancellation);
        }

        if (options.Parts.Contains(Options.Memory))
        {
            Say("Memory, restarts, reconnects");
            await new MemoryAndRestarts(world, report).RunAsync(cancellation);
        }

        if (options.Parts.Contains(Options.Tenants))
        {
            await world.EmptyAsync(cancellation);
            Say("Tenants: a limited one with many Instances, beside one without limits");
            await new TenantAdmissions(world, report).RunAsync(cancellation);
        }

        if (options.Parts.Contains(Options.GatewayPart))
        {
            await world.EmptyAsync(cancellation);
            Say("Gateway, beside the API server asked directly");
            report.Gateway = await GatewayShare.RunAsync(world, cancellation);
        }

        report.ExitCodes = [.. world.ExitCodes];
        report.Environment = report.Environment with { LoadAtEnd = RunEnvironment.Load() };
        return report;
    }

    private static async Task<LifecycleRecording> IdleAsync(World world, Report report, CancellationToken cancellation)
    {
        await using var running = await world.StartOperatorAsync(events: true, cancellation);
        var recording = await LifecycleRecording.MakeAsync(world.Recorded, world.Users, await world.NewNamespaceAsync(cancellation), cancellation);
        report.Recorded = [.. LifecyclePhase.All.Select(phase => new RecordedPhase(phase.Name, [.. recording.Of(phase).Select(write => write.Member.Length)]))];
        await new Round(world, running, null).LifeAsync(world.Options.WarmUp, cancellation);
        Say($"Idle latency: {world.Options.Sequential} creates one after another, events on");
        report.Idle = await IdleLatency.MeasureAsync(world, running, cancellation);
        return recording;
    }

    private static async Task CeilingAsync(World world, LifecycleRecording recording, Report report, CancellationToken cancellation)
    {
        foreach (var (clients, oneConnection) in new[] { (1, false), (8, false), (16, false), (32, false), (16, true) })
        {
            Say($"Ceiling: status patches of {clients} clients on {(oneConnection ? 1 : clients)} connections");
            report.Ceilings.Add(await StatusPatchCeiling.MeasureAsync(world, recording, clients, oneConnection, cancellation));
        }
    }

    private static async Task ThroughputAsync(World world, LifecycleRecording recording, Report report, CancellationToken cancellation)
    {
        foreach (var events in new[] { false, true })
        {
            Say($"Operator: {world.Options.Instances} Instances, events {(events ? "on" : "off")}; in turns with as many for the ceiling, its writes replayed");
            var (ceiling, phases) = await new Turns(world, recording).RunAsync(events, cancellation);
            report.Rounds.Add(new(RoundKind.Ceiling, ceiling));
            report.Rounds.Add(new(events ? RoundKind.EventsOn : RoundKind.EventsOff, phases));
            await world.EmptyAsync(cancellation);
        }
    }

    private static void Say(string what) =>
        Console.WriteLine($"[{TimeProvider.System.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}] {what}");
}
