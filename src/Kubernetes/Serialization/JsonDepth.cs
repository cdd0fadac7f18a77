using System.Text.Json;

namespace ComputeOperator.Kubernetes.Serialization;

/// <summary>
/// How deeply an object may be nested. The API server reads up to 10,000 levels (<c>sigs.k8s.io/json</c>); a reader that gives up sooner lets
/// one user's object end the list of all.
/// </summary>
internal static class JsonDepth
{
    public const int Most = 10_100;

    public static JsonReaderOptions Reader { get; } = new() { MaxDepth = Most };

    public static JsonDocumentOptions Document { get; } = new() { MaxDepth = Most };
}
