namespace ComputeOperator.Kubernetes.Meta;

/// <summary>Metadata of a list (<c>meta/v1 ListMeta</c>).</summary>
public sealed record ListMeta
{
    /// <summary>The version that the whole list shows; a watch goes on from here.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Token for the next page; absent on the last.</summary>
    public string? Continue { get; init; }
}
