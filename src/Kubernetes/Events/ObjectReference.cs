using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Events;

/// <summary>
/// Which object an event is about (<c>v1 ObjectReference</c>). Without the object's version, which would make the
/// same event about the same object look like a new one each time.
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

    /// <summary>A reference to <paramref name="entity"/>.</summary>
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
