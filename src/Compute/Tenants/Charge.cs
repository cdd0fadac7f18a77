using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tenants;

/// <summary>What an instance is charged with the next write of the Tenant.</summary>
/// <param name="Key">The instance.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Credits">How much.</param>
/// <param name="SpentBefore">Credits of the tenant spent before.</param>
public sealed record Charge(ResourceKey Key, string Uid, long Credits, long SpentBefore)
{
    /// <summary>Credits of the tenant spent afterwards.</summary>
    public long SpentAfter => SpentBefore + Credits;

    /// <summary>When it was created; absent where it was let in by another process.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>When it was let in; absent: it is let in by this write, or was by another process.</summary>
    public DateTimeOffset? LetInAt { get; init; }

    /// <summary>Whether it is being deleted, which waits for this.</summary>
    public bool IsLeaving { get; init; }
}
