using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>One page of a list.</summary>
/// <param name="Items">The objects that could be read.</param>
/// <param name="Malformed">The objects that could not.</param>
/// <param name="Metadata">Version of the list and token of the next page.</param>
public sealed record ResourceList<T>(IReadOnlyList<T> Items, IReadOnlyList<MalformedObject> Malformed, ListMeta Metadata)
{
    /// <summary>The size of the page as it came, in bytes.</summary>
    public int Bytes { get; init; }
}
