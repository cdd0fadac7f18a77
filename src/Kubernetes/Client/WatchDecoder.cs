using System.Text.Json;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Serialization;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Reads the lines of a watch.</summary>
internal sealed class WatchDecoder<T>(ObjectDecoder<T> objects, WatchSkip? skip)
    where T : class, IKubernetesObject
{
    private const string InitialEventsEnd = "k8s.io/initial-events-end";

    /// <summary>What the line reports; null when that is skipped or of a type unknown.</summary>
    /// <exception cref="IOException">The line is not JSON.</exception>
    public WatchEvent<T>? Decode(ReadOnlySpan<byte> line)
    {
        try
        {
            return Decode(WatchFrame.Of(line));
        }
        catch (JsonException e)
        {
            throw new IOException($"The watch sent what is not an event: {e.Message}", e);
        }
    }

    private WatchEvent<T>? Decode(WatchFrame frame) =>
        frame.Type switch
        {
            WatchFrameType.Added when !Skipped(frame.Object) => Read(frame.Object, entity => new WatchEvent<T>.Added(entity)),
            WatchFrameType.Modified when !Skipped(frame.Object) => Read(frame.Object, entity => new WatchEvent<T>.Modified(entity)),
            WatchFrameType.Deleted => Read(frame.Object, entity => new WatchEvent<T>.Deleted(entity), deleted: true),
            WatchFrameType.Bookmark => ReadBookmark(frame.Object),
            WatchFrameType.Error => new WatchEvent<T>.Failed(
                JsonSerializer.Deserialize(frame.Object, KubernetesJsonContext.Default.Status) ?? new Status()),
            _ => null,
        };

    private static WatchEvent<T>.Bookmark ReadBookmark(ReadOnlySpan<byte> json)
    {
        var metadata = LenientMetadata.Of(json);
        return new(metadata.ResourceVersion ?? "", metadata.Annotation(InitialEventsEnd) == "true");
    }

    private bool Skipped(ReadOnlySpan<byte> json) => skip is not null && skip(json);

    private WatchEvent<T> Read(ReadOnlySpan<byte> json, Func<T, WatchEvent<T>> report, bool deleted = false) =>
        objects.TryDecode(json, out var entity, out var malformed, deleted) ? report(entity) : new WatchEvent<T>.Malformed(malformed);
}
