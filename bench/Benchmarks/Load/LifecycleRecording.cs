using System.Text;
using System.Text.Json;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Serialization;

namespace ComputeOperator.Benchmarks.Load;

/// <summary>A write that the operator makes, without the version that it is based on.</summary>
internal sealed record RecordedWrite(bool IsStatus, byte[] Member)
{
    /// <summary>The patch for one version of one object: as the operator sends it.</summary>
    public byte[] For(Written basis)
    {
        var (uid, version) = (Encoding.UTF8.GetBytes(basis.Uid), Encoding.UTF8.GetBytes(basis.ResourceVersion));
        return IsStatus
            ? [.. """{"metadata":{"uid":" """u8[..^1], .. uid, .. "\",\"resourceVersion\":\""u8, .. version, .. "\"},\"status\":"u8, .. Member, .. "}"u8]
            : [.. """{"metadata":{"uid":" """u8[..^1], .. uid, .. "\",\"resourceVersion\":\""u8, .. version, .. "\",\"finalizers\":"u8, .. Member, .. "}}"u8];
    }
}

/// <summary>What the operator wrote in the life of one Instance, read off the versions that a watch showed.</summary>
internal sealed class LifecycleRecording
{
    private readonly Dictionary<LifecyclePhase, List<RecordedWrite>> _writes = [];

    private LifecycleRecording()
    {
    }

    public IReadOnlyList<RecordedWrite> Of(LifecyclePhase phase) => _writes[phase];

    /// <summary>Lets one Instance live while the operator runs.</summary>
    public static async Task<LifecycleRecording> MakeAsync(
        ResourceClient<RecordedInstance> instances, Users users, string ns, CancellationToken cancellation)
    {
        var recording = new LifecycleRecording();
        var start = await instances.ListPageAsync(ns, new(), cancellation);
        await using var versions = instances
            .WatchAsync(ns, new() { ResourceVersion = start.Metadata.ResourceVersion }, cancellation)
            .GetAsyncEnumerator(cancellation);
        RecordedInstance? last = null;
        foreach (var phase in LifecyclePhase.All)
        {
            List<RecordedWrite> writes = recording._writes[phase] = [];
            var asking = users.AskAsync(new(ns, phase, 0, 1), cancellation);
            // The version that the user's own request made comes first.
            for (var (own, done) = (true, false); !done; own = false)
            {
                var (next, gone) = await NextAsync(versions);
                if (!own)
                {
                    writes.Add(gone || !SameFinalizers(last!, next) ? Finalizers(gone ? null : next) : Status(last!, next));
                }

                last = next;
                done = gone || (phase.Target is { } target && !own && PhaseOf(next) == target);
            }

            await asking;
        }

        return recording;
    }

    private static async Task<(RecordedInstance Version, bool Gone)> NextAsync(IAsyncEnumerator<WatchEvent<RecordedInstance>> versions)
    {
        while (await versions.MoveNextAsync())
        {
            switch (versions.Current)
            {
                case WatchEvent<RecordedInstance>.Added(var entity):
                    return (entity, false);
                case WatchEvent<RecordedInstance>.Modified(var entity):
                    return (entity, false);
                case WatchEvent<RecordedInstance>.Deleted(var entity):
                    return (entity, true);
                default:
                    continue;
            }
        }

        throw new BenchmarkException("The watch ended while a life was recorded.");
    }

    // Until the operator has looked at it, the status is the definition's default, which has none.
    private static string? PhaseOf(RecordedInstance instance) =>
        instance.Status is { } status && status.TryGetProperty("phase", out var phase) ? phase.GetString() : null;

    private static bool SameFinalizers(RecordedInstance before, RecordedInstance after) =>
        (before.Metadata.Finalizers ?? []).SequenceEqual(after.Metadata.Finalizers ?? []);

    private static RecordedWrite Finalizers(RecordedInstance? after) =>
        new(false, after is null ? "[]"u8.ToArray() : Encoding.UTF8.GetBytes($"[\"{ComputeApi.ForceStopFinalizer}\"]"));

    private static RecordedWrite Status(RecordedInstance before, RecordedInstance after)
    {
        using var none = JsonDocument.Parse("{}");
        var changes = MergePatch.Diff(before.Status ?? none.RootElement, after.Status ?? none.RootElement)
            ?? throw new BenchmarkException($"The operator wrote version {after.Metadata.ResourceVersion} without changing anything.");
        return new(true, changes.ToArray());
    }
}
