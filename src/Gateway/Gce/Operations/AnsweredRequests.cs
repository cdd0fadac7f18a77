using System.Globalization;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Gce.Operations;

/// <summary>
/// The last requests with an id of their own that changed an Instance, and their operations, in an annotation of it: written in one with the change,
/// so that a repeated request is known as long as it is among them, by every gateway.
/// </summary>
internal static class AnsweredRequests
{
    /// <summary>The annotation: <c>REQUEST-ID=CODE:STAMP</c>, oldest first.</summary>
    public const string Annotation = "gateway.compute.iaas.dev/requests";

    private const int Kept = 10;

    /// <summary>The operation that a request was answered with; null: it is not among the last.</summary>
    public static (OperationKind Kind, long Stamp)? Find(ObjectMeta metadata, string requestId)
    {
        foreach (var entry in Entries(metadata))
        {
            if (entry.StartsWith(requestId + "=", StringComparison.Ordinal) && Parse(entry) is { } known)
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>The operations of all of them.</summary>
    public static IEnumerable<(OperationKind Kind, long Stamp)> All(ObjectMeta metadata) => Entries(metadata).Select(Parse).OfType<(OperationKind Kind, long Stamp)>();

    /// <summary>The annotation with one more.</summary>
    public static IReadOnlyDictionary<string, string?> With(ObjectMeta? metadata, string requestId, OperationKind kind, long stamp)
    {
        var entries = Entries(metadata).Append(string.Create(CultureInfo.InvariantCulture, $"{requestId}={kind.Code}:{stamp}"));
        return new Dictionary<string, string?> { [Annotation] = string.Join(',', entries.TakeLast(Kept)) };
    }

    private static (OperationKind Kind, long Stamp)? Parse(string entry) =>
        entry.Split('=', ':') is [_, var code, var stamp] && OperationKind.Find(code) is { } kind
        && long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (kind, number)
            : null;

    private static string[] Entries(ObjectMeta? metadata) =>
        metadata?.Annotation(Annotation)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
}
