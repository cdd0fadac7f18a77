using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>What a tenant may do. Every change takes effect at once.</summary>
public sealed record TenantSpec
{
    /// <summary>The tenant's name for people; not interpreted.</summary>
    [Length(MaxLength = 253)]
    public string? DisplayName { get; init; }

    /// <summary>
    /// Namespaces in which Instances may name this tenant: names, prefixes such as team-a-* (everything that begins with
    /// team-a-), or * for all. An Instance that is already running where it no longer may be is reported, not stopped.
    /// </summary>
    [Items(MinItems = 1, MaxItems = 256)]
    [Length(MinLength = 1, MaxLength = 63)]
    [Pattern(@"^(\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?(-\*)?)$")]
    // Item by item, a namespace that another manager listed would stay: the operator makes Tenant default with *.
    [ListType(ListKind.Atomic)]
    public required IReadOnlyList<string> Namespaces { get; init; }

    /// <summary>How much all Instances of the tenant may reserve together; absent: as much as they want.</summary>
    public TenantQuota? Quota { get; init; }

    /// <summary>What the tenant may spend on new Instances; absent: as much as it wants.</summary>
    public TenantCredits? Credits { get; init; }

    /// <summary>
    /// While true, the tenant's Instances are stopped and none is started, whatever their spec says; it is what they
    /// come back to afterwards. One that is SUSPENDED is stopped too, and loses its memory. It holds while the Tenant is being
    /// deleted, too.
    /// </summary>
    [Default("false")]
    public bool Suspended { get; init; }
}
