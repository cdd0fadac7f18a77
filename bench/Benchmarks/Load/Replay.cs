using System.Threading.Channels;

namespace ComputeOperator.Benchmarks.Load;

/// <summary>
/// Makes the writes that the operator makes, with as many writers as it has workers and as its user, but decides nothing, reads
/// nothing and keeps nothing: what the API server allows.
/// </summary>
internal sealed class Replay(Clients writers, LifecycleRecording recording) : IDisposable
{
    private const string Manager = "compute-operator";

    /// <summary>Writes for each Instance that is handed over, until no more come.</summary>
    public Task RunAsync(Wave wave, ChannelReader<(int Index, Written Basis)> asked, CancellationToken cancellation)
    {
        var writes = recording.Of(wave.Phase);
        return writers.EachAsync(async (client, _) =>
        {
            await foreach (var (index, basis) in asked.ReadAllAsync(cancellation))
            {
                await WriteAsync(client, wave.Namespace, Wave.NameOf(index), basis, writes, cancellation);
            }
        });
    }

    public void Dispose() => writers.Dispose();

    /// <summary>Makes some writes of one Instance, each on top of the one before.</summary>
    public static async Task<Written> WriteAsync(
        BareClient client, string ns, string name, Written basis, IReadOnlyList<RecordedWrite> writes, CancellationToken cancellation)
    {
        foreach (var write in writes)
        {
            basis = write.IsStatus
                ? await client.PatchStatusAsync(ns, name, Manager, write.For(basis), cancellation)
                : await client.PatchAsync(ns, name, Manager, write.For(basis), cancellation);
        }

        return basis;
    }
}
