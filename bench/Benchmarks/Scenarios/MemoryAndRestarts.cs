using System.Diagnostics;
using ComputeOperator.Benchmarks.ControlPlane;
using ComputeOperator.Benchmarks.Load;
using ComputeOperator.Benchmarks.Measuring;
using ComputeOperator.Benchmarks.Reporting;

namespace ComputeOperator.Benchmarks.Scenarios;

/// <summary>One growing set of Instances: memory with none, some and many of them; restarts with some and many; connections cut with some.</summary>
internal sealed class MemoryAndRestarts(World world, Report report)
{
    private const int Restarts = 3;

    public async Task RunAsync(CancellationToken cancellation)
    {
        var (some, many) = (world.Options.Instances, world.Options.Large);
        var ns = await world.NewNamespaceAsync(cancellation);
        await using (var running = await world.StartOperatorAsync(events: true, cancellation))
        {
            await MemoryAsync(running, 0, "none yet", cancellation);
            await CreateAsync(running, ns, 0, some, cancellation);
            await MemoryAsync(running, some, "just created", cancellation);
        }

        for (var i = 0; i < Restarts; i++)
        {
            await RestartAsync(some, cancellation);
        }

        await FirstActionAsync(ns, some, cancellation);
        await ReconnectsAsync(ns, cancellation);
        if (many <= some)
        {
            return;
        }

        await using (var running = await world.StartOperatorAsync(events: true, cancellation))
        {
            await CreateAsync(running, ns, some, many - some, cancellation);
            await MemoryAsync(running, many, $"{many - some} of them just created", cancellation);
        }

        for (var i = 0; i < Restarts; i++)
        {
            await RestartAsync(many, cancellation);
        }
    }

    private async Task CreateAsync(OperatorProcess running, string ns, int first, int count, CancellationToken cancellation)
    {
        var wave = world.Observer.Follow(new(ns, LifecyclePhase.Create, first, count));
        await world.Users.AskAsync(wave, cancellation);
        await wave.WaitAsync(cancellation);
        await running.WaitUntilIdleAsync(cancellation);
    }

    private async Task MemoryAsync(OperatorProcess running, int instances, string when, CancellationToken cancellation)
    {
        // Quiet is what is measured here: nothing to wait for but time.
        await Task.Delay(world.Options.Quiet, TimeProvider.System, cancellation);
        report.Add(new MemoryResult(instances, when, running.Usage.Memory()));
    }

    private async Task RestartAsync(int count, CancellationToken cancellation)
    {
        var before = await world.Calls.ReadAsync(cancellation);
        var cpu = world.MeasureCpu(null);
        await using var running = world.LaunchOperator(events: true);
        await running.WaitUntilReadyAsync(cancellation);
        var ready = Stopwatch.GetElapsedTime(running.Started);
        await running.WaitUntilReconciledAsync(count, cancellation);
        var reconciled = Stopwatch.GetElapsedTime(running.Started);
        var use = cpu.Stop(running.Usage);
        await MemoryAsync(running, count, "after a restart", cancellation);
        var calls = ApiCalls.Between(before, await world.Calls.ReadAsync(cancellation));
        report.Add(new RestartResult
        {
            Instances = count,
            SecondsToReady = ready.TotalSeconds,
            SecondsToReconciled = reconciled.TotalSeconds,
            Writes = calls.Where(call => call.Key is { Verb: not ("GET" or "LIST" or "WATCH"), Resource: not "leases" }).Sum(call => call.Value),
            Cpu = use,
        });
    }

    /// <summary>One Instance is changed while no operator runs: how long until the next has done something about it.</summary>
    private async Task FirstActionAsync(string ns, int count, CancellationToken cancellation)
    {
        var wave = world.Observer.Follow(new(ns, LifecyclePhase.Stop, count / 2, 1));
        await world.Users.AskAsync(wave, cancellation);
        await using var running = world.LaunchOperator(events: true);
        await wave.WaitAsync(cancellation);
        report.SecondsToFirstAction = Stopwatch.GetElapsedTime(running.Started).TotalSeconds;
        await running.WaitUntilReconciledAsync(count, cancellation);
    }

    /// <summary>Cuts the operator's connections again and again; after each cut it must have noticed a change before the next.</summary>
    private async Task ReconnectsAsync(string ns, CancellationToken cancellation)
    {
        using var proxy = new CuttingProxy(world.Server);
        var kubeconfig = Path.Combine(world.Plane.Folder, "proxied.kubeconfig");
        var direct = await File.ReadAllTextAsync(world.OperatorKubeconfig, cancellation);
        await File.WriteAllTextAsync(
            kubeconfig, direct.Replace(world.Server.GetLeftPart(UriPartial.Authority), proxy.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal), cancellation);
        await using var running = await world.StartOperatorAsync(events: true, cancellation, kubeconfig);
        await running.WaitUntilReconciledAsync(world.Options.Instances, cancellation);

        var (cuts, started) = (world.Options.Reconnects, Stopwatch.GetTimestamp());
        List<ReconnectSample> samples = [new(0, running.Usage.ResidentMegabytes())];
        for (var cut = 1; cut <= cuts; cut++)
        {
            proxy.CutAll();
            var wave = world.Observer.Follow(new(ns, cut % 2 == 1 ? LifecyclePhase.Stop : LifecyclePhase.Start, 0, 1));
            await world.Users.AskAsync(wave, cancellation);
            await wave.WaitAsync(cancellation);
            if (cut % Math.Max(1, cuts / 10) == 0)
            {
                samples.Add(new(cut, running.Usage.ResidentMegabytes()));
            }
        }

        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Task.Delay(world.Options.Quiet, TimeProvider.System, cancellation);
        report.Reconnects = new(cuts, seconds, samples, running.Usage.ResidentMegabytes());
    }
}
