namespace ComputeOperator.Kubernetes.Meta;

/// <summary>Which object of a kind: namespace and name.</summary>
/// <param name="Namespace">Namespace; empty for cluster-scoped kinds.</param>
/// <param name="Name">Name.</param>
public readonly record struct ResourceKey(string Namespace, string Name)
{
    /// <summary>The key of <paramref name="entity"/>.</summary>
    /// <exception cref="ArgumentException">The object has no name yet.</exception>
    public static ResourceKey Of(IKubernetesObject entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return Of(entity.Metadata);
    }

    /// <summary>The key in <paramref name="metadata"/>.</summary>
    /// <exception cref="ArgumentException">There is no name yet.</exception>
    public static ResourceKey Of(ObjectMeta metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return new(metadata.Namespace ?? "", metadata.Name ?? throw new ArgumentException("The object has no name.", nameof(metadata)));
    }

    /// <summary><c>namespace/name</c>, or the name alone for a cluster-scoped object.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
