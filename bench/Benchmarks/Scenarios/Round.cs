using System.Threading.Channels;
using ComputeOperator.Benchmarks.ControlPlane;
using ComputeOperator.Benchmarks.Load;
using ComputeOperator.Benchmarks.Measuring;
using ComputeOperator.Benchmarks.Reporting;

namespace ComputeOperator.Benchmarks.Scenarios;

/// <summary>Many Instances through all of their life, the operator's part done by the operator or, for the ceiling, by a replay of its writes.</summary>
internal sealed class Round(World world, OperatorProcess? running, Replay? replay)
{
    /// <summary>Whose Instances; null: of the tenant without limits.</summary>
    public string? Tenant { get; init; }

    /// <summary>All created, all stopped, all started, all deleted.</summary>
    public async Task<IReadOnlyList<PhaseResult>> LifeAsync(int count, CancellationToken cancellation) =>
        await LifeAsync(await world.NewNamespaceAsync(cancellation), 0, count, cancellation);

    /// <summary>All created, all stopped, all started, all deleted, in a namespace that there is.</summary>
    public async Task<IReadOnlyList<PhaseResult>> LifeAsync(string ns, int first, int count, CancellationToken cancellation)
    {
        List<PhaseResult> results = [];
        foreach (var phase in LifecyclePhase.All)
        {
            results.Add(await PhaseAsync(new(ns, phase, first, count) { Tenant = Tenant }, cancellation));
        }

        return results;
    }

    /// <summary>Users ask and the operator works, both at once.</summary>
    public async Task<PhaseResult> PhaseAsync(Wave wave, CancellationToken cancellation)
    {
        var before = await world.Calls.ReadAsync(cancellation);
        var cpu = world.MeasureCpu(running);
        world.Observer.Follow(wave);
        var asked = Channel.CreateUnbounded<(int, Written)>();
        var replaying = replay?.RunAsync(wave, asked.Reader, cancellation) ?? Task.CompletedTask;
        await world.Users.AskAsync(wave, cancellation, (index, written) => asked.Writer.TryWrite((index, written)));
        asked.Writer.Complete();
        await replaying;
        await wave.WaitAsync(cancellation);
        // Its events are written after it is done, and are its own to pay for: the next turn is somebody else's.
        await (running?.WaitUntilIdleAsync(cancellation) ?? Task.CompletedTask);
        return await ResultAsync(wave, wave.FromFirstRequest, cpu.Stop(), before, cancellation);
    }

    /// <summary>Users have asked for all before anybody begins to work.</summary>
    public static async Task<(PhaseResult Operator, PhaseResult Ceiling)> BacklogAsync(
        World world, LifecycleRecording recording, int count, CancellationToken cancellation)
    {
        using var replay = world.Replay(recording);
        var ceiling = await new Round(world, null, replay).BacklogAsync(count, null, cancellation);
        // Their machines are only replayed: the operator would make real ones of them while it is measured.
        await world.EmptyAsync(cancellation);
        OperatorProcess? started = null;
        try
        {
            var round = new Round(world, null, null);
            var result = await round.BacklogAsync(count, async () => started = await world.StartOperatorAsync(events: false, cancellation), cancellation);
            return (result, ceiling);
        }
        finally
        {
            await (started?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private async Task<PhaseResult> BacklogAsync(int count, Func<Task<OperatorProcess>>? begin, CancellationToken cancellation)
    {
        var wave = new Wave(await world.NewNamespaceAsync(cancellation), LifecyclePhase.Create, 0, count);
        var asked = Channel.CreateUnbounded<(int, Written)>();
        await world.Users.AskAsync(wave, cancellation, (index, written) => asked.Writer.TryWrite((index, written)));
        asked.Writer.Complete();
        var before = await world.Calls.ReadAsync(cancellation);
        var cpu = world.MeasureCpu(null);
        world.Observer.Follow(wave);
        OperatorProcess? begun = null;
        if (begin is not null)
        {
            begun = await begin();
        }

        await (replay?.RunAsync(wave, asked.Reader, cancellation) ?? Task.CompletedTask);
        await wave.WaitAsync(cancellation);
        // A watch shows a write before the API server has counted it.
        await (begun?.WaitUntilIdleAsync(cancellation) ?? Task.CompletedTask);
        return await ResultAsync(wave, wave.FromFirstWrite, cpu.Stop(begun?.Usage), before, cancellation);
    }

    private async Task<PhaseResult> ResultAsync(
        Wave wave, TimeSpan time, CpuUse cpu, IReadOnlyDictionary<ApiCall, long> before, CancellationToken cancellation)
    {
        var calls = ApiCalls.Between(before, await world.Calls.ReadAsync(cancellation));
        return new()
        {
            Phase = wave.Phase.Name,
            Instances = wave.Count,
            TurnSeconds = [time.TotalSeconds],
            Times = [.. wave.AfterAnswer],
            Cpu = cpu,
            Calls = [.. calls.Select(call => new CallCount(call.Key.Verb, call.Key.Resource, call.Key.Code, call.Value)).OrderBy(call => call.Resource, StringComparer.Ordinal)],
        };
    }
}
