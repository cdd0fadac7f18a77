using ComputeOperator.Benchmarks.Load;
using ComputeOperator.Benchmarks.Reporting;

namespace ComputeOperator.Benchmarks.Scenarios;

/// <summary>
/// Many Instances through all of their life by the operator, and as many with its writes replayed for the ceiling, a part of these and a part of
/// those in turns: what slows the machine down for a while slows both down. The operator follows only its own.
/// </summary>
internal sealed class Turns(World world, LifecycleRecording recording)
{
    // Large enough that starting and ending a turn does not count, small enough that there are several.
    private readonly int _size = Math.Clamp(world.Options.Instances / 4, 50, 200);

    public async Task<(IReadOnlyList<PhaseResult> Ceiling, IReadOnlyList<PhaseResult> Operator)> RunAsync(bool events, CancellationToken cancellation)
    {
        var (ceilings, works) = (await world.NewNamespaceAsync(cancellation), await world.NewNamespaceAsync(cancellation));
        await using var running = await world.StartOperatorAsync(events, cancellation, ns: works);
        using var replay = world.Replay(recording);
        Side[] sides = [new(new(world, null, replay), ceilings), new(new(world, running, null), works)];
        foreach (var side in sides)
        {
            await side.Round.LifeAsync(side.Namespace, world.Options.Instances, world.Options.WarmUp, cancellation);
        }

        foreach (var phase in LifecyclePhase.All)
        {
            await PhaseAsync(sides, phase, cancellation);
        }

        return (sides[0].Phases, sides[1].Phases);
    }

    // Who begins changes from turn to turn.
    private async Task PhaseAsync(Side[] sides, LifecyclePhase phase, CancellationToken cancellation)
    {
        var turns = sides.ToDictionary(side => side, _ => new List<PhaseResult>());
        for (var first = 0; first < world.Options.Instances; first += _size)
        {
            var count = Math.Min(_size, world.Options.Instances - first);
            foreach (var side in first / _size % 2 == 0 ? sides : sides.Reverse())
            {
                turns[side].Add(await side.Round.PhaseAsync(new(side.Namespace, phase, first, count), cancellation));
            }
        }

        foreach (var side in sides)
        {
            side.Phases.Add(PhaseResult.Together(turns[side]));
        }
    }

    private sealed record Side(Round Round, string Namespace)
    {
        public List<PhaseResult> Phases { get; } = [];
    }
}
