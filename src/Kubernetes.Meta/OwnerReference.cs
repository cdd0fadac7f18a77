namespace ComputeOperator.Kubernetes.Meta;

/// <summary>An object that this one is garbage-collected with (<c>meta/v1 OwnerReference</c>).</summary>
public sealed record OwnerReference
{
    /// <summary>Group and version of the owner.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Kind of the owner.</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the owner, in the same namespace or cluster-scoped.</summary>
    public required string Name { get; init; }

    /// <summary>Uid of the owner.</summary>
    public required string Uid { get; init; }

    /// <summary>Whether the owner is the one that manages this object.</summary>
    public bool? Controller { get; init; }

    /// <summary>Whether foreground deletion of the owner waits for this object.</summary>
    public bool? BlockOwnerDeletion { get; init; }
}
