using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>What a tenant may spend. An Instance is charged once, when it is let in, and nothing is ever refunded.</summary>
public sealed record TenantCredits
{
    /// <summary>
    /// Credits granted since the tenant exists; absent: no limit. Less than what is spent already keeps new Instances out
    /// and leaves the others alone.
    /// </summary>
    [RangeMinimum(0)]
    [RangeMaximum(1_000_000_000_000)]
    public long? Granted { get; init; }
}

/// <summary>What a tenant has spent.</summary>
public sealed record TenantCreditsStatus
{
    /// <summary>The grant that this was computed for; absent: no limit.</summary>
    public long? Granted { get; init; }

    /// <summary>More is not counted.</summary>
    public const long MostSpent = 1_000_000_000_000_000;

    /// <summary>Credits charged for every Instance ever let in, those that are gone included.</summary>
    [RangeMinimum(0)]
    [RangeMaximum(MostSpent)]
    public required long Spent { get; init; }

    /// <summary>Credits left to spend; absent: no limit.</summary>
    public long? Available { get; init; }
}
