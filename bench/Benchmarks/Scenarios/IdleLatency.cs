using ComputeOperator.Benchmarks.ControlPlane;
using ComputeOperator.Benchmarks.Load;
using ComputeOperator.Benchmarks.Measuring;
using ComputeOperator.Benchmarks.Reporting;

namespace ComputeOperator.Benchmarks.Scenarios;

/// <summary>One Instance at a time, each created when nothing is left to do for the one before, events included.</summary>
internal static class IdleLatency
{
    public static async Task<LatencyResult> MeasureAsync(World world, OperatorProcess running, CancellationToken cancellation)
    {
        var ns = await world.NewNamespaceAsync(cancellation);
        List<Wave> waves = [];
        for (var index = 0; index < world.Options.Sequential; index++)
        {
            await running.WaitUntilIdleAsync(cancellation);
            var wave = world.Observer.Follow(new(ns, LifecyclePhase.Create, index, 1));
            await world.Users.AskAsync(wave, cancellation);
            await wave.WaitAsync(cancellation);
            waves.Add(wave);
        }

        return new(
            world.Options.Sequential,
            Percentiles.Of(waves.SelectMany(wave => wave.AfterAnswer)),
            Percentiles.Of(waves.SelectMany(wave => wave.AfterRequest)));
    }
}
