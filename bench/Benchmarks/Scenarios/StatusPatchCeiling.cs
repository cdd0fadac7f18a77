using System.Diagnostics;
using ComputeOperator.Benchmarks.Load;
using ComputeOperator.Benchmarks.Reporting;

namespace ComputeOperator.Benchmarks.Scenarios;

/// <summary>
/// Status patches per second from clients that do nothing else: each has an Instance of its own and writes into it what the operator
/// writes when an Instance is stopped and started, over and over, each patch when the one before is answered.
/// </summary>
internal static class StatusPatchCeiling
{
    public static async Task<CeilingResult> MeasureAsync(
        World world, LifecycleRecording recording, int clients, bool oneConnection, CancellationToken cancellation)
    {
        using var connected = oneConnection
            ? Clients.Share(world.Plane, clients, world.Calls, world.OperatorKubeconfig)
            : Clients.Connect(world.Plane, clients, world.Calls, world.OperatorKubeconfig);
        var wave = new Wave(await world.NewNamespaceAsync(cancellation), LifecyclePhase.Create, 0, clients);
        var versions = new Written[clients];
        await world.Users.AskAsync(wave, cancellation, (index, written) => versions[index] = written);
        // First as the operator would have left it; this also makes the connections.
        await connected.EachAsync(async (client, index) => versions[index] = await Replay.WriteAsync(
            client, wave.Namespace, Wave.NameOf(index), versions[index], recording.Of(LifecyclePhase.Create), cancellation));

        RecordedWrite[] cycle = [.. recording.Of(LifecyclePhase.Stop), .. recording.Of(LifecyclePhase.Start)];
        var patches = 0L;
        var cpu = world.MeasureCpu(null);
        var started = Stopwatch.GetTimestamp();
        await connected.EachAsync(async (client, index) =>
        {
            while (Stopwatch.GetElapsedTime(started) < world.Options.CeilingTime)
            {
                versions[index] = await Replay.WriteAsync(client, wave.Namespace, Wave.NameOf(index), versions[index], cycle, cancellation);
                Interlocked.Add(ref patches, cycle.Length);
            }
        });
        return new()
        {
            Clients = clients,
            Connections = oneConnection ? 1 : clients,
            PatchBytes = (int)cycle.Average(write => write.For(versions[0]).Length),
            PatchesPerSecond = patches / Stopwatch.GetElapsedTime(started).TotalSeconds,
            Cpu = cpu.Stop(),
        };
    }
}
