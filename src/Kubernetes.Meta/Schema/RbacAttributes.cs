namespace ComputeOperator.Kubernetes.Meta.Schema;

/// <summary>Operations on API objects; combined, the rights that the marked code needs.</summary>
[Flags]
public enum RbacVerbs
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read one object.</summary>
    Get = 1,

    /// <summary>Read many.</summary>
    List = 2,

    /// <summary>Follow changes.</summary>
    Watch = 4,

    /// <summary>Create.</summary>
    Create = 8,

    /// <summary>Replace.</summary>
    Update = 16,

    /// <summary>Patch.</summary>
    Patch = 32,

    /// <summary>Delete one object.</summary>
    Delete = 64,

    /// <summary>Delete many objects at once.</summary>
    DeleteCollection = 128,
}

/// <summary>
/// The rights on a kind that the marked class needs; the roles in <c>config/rbac</c> are generated from these.
/// </summary>
/// <param name="entity">The kind, a type with <see cref="KubernetesEntityAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class EntityRbacAttribute(Type entity) : Attribute
{
    /// <summary>The kind.</summary>
    public Type Entity { get; } = entity;

    /// <summary>The verbs.</summary>
    public required RbacVerbs Verbs { get; init; }

    /// <summary>A subresource such as <c>status</c>; absent: the object itself.</summary>
    public string? Subresource { get; init; }

    /// <summary>The one object that the rights are needed for; absent: every object. Not for <see cref="RbacVerbs.Create"/>, of which the API server does not know the name.</summary>
    public string? ResourceName { get; init; }

    /// <summary>Whether the rights are needed only in the operator's own namespace.</summary>
    public bool OwnNamespace { get; init; }
}

/// <summary>The rights that the marked class needs on a resource for which there is no type here.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class GenericRbacAttribute : Attribute
{
    /// <summary>API group; empty for the core group.</summary>
    public required string Group { get; init; }

    /// <summary>The resource, with its subresource if any: <c>pods/log</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>The verbs.</summary>
    public required RbacVerbs Verbs { get; init; }

    /// <summary>Whether the rights are needed only in the operator's own namespace.</summary>
    public bool OwnNamespace { get; init; }
}
