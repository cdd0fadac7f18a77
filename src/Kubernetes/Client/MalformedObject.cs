using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>An object of the API that could not be read as its type: as much of it as could be told.</summary>
/// <param name="Metadata">Name, namespace, uid and version, from a lenient second reading.</param>
/// <param name="Deleted">Whether the report was of its deletion.</param>
/// <param name="Error">Which field has which value, and what was expected.</param>
public sealed record MalformedObject(ObjectMeta Metadata, bool Deleted, string Error)
{
    /// <summary>The object as it came, UTF-8; empty where it is no longer needed.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }
}
