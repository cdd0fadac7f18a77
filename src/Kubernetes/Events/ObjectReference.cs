using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Events;

/// <summary>
/// Which object an event is about (<c>v1 ObjectReference</c>).
/// </summary>
public sealed record ObjectReference
{
    /// <summary>Group and version, <c>group/version</c> or <c>v1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Namespace; absent for a cluster-scoped object.</summary>
    public string? Namespace { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Identity; <c>kubectl describe</c> shows only events that name the object's.</summary>
    public string? Uid { get; init; }

    /// <summary>
    /// The version of the object that is meant. It makes the same event look like a new one each time the object has changed: absent
    /// unless that is wanted.
    /// </summary>
    public string? ResourceVersion { get; init; }

    /// <summary>A reference to <paramref name="entity"/>, whatever its version.</summary>
    /// <exception cref="ArgumentException">The object has no name yet.</exception>
    public static ObjectReference To<T>(T entity, ResourceDefinition<T> definition)
        where T : class, IKubernetesObject
    {
        ArgumentNullException.ThrowIfNull(definition);
        var key = ResourceKey.Of(entity);
        return new ObjectReference
        {
            ApiVersion = definition.ApiVersion,
            Kind = definition.Kind,
            Namespace = key.Namespace.Length == 0 ? null : key.Namespace,
            Name = key.Name,
            Uid = entity.Metadata.Uid,
        };
    }
}
