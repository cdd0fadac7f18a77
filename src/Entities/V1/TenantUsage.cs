using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Entities.V1;

/// <summary>What the Instances of a tenant have reserved together.</summary>
public sealed record TenantUsage
{
    /// <summary>Instances.</summary>
    public required QuotaUsage Instances { get; init; }

    /// <summary>Virtual CPUs.</summary>
    public required QuotaUsage Vcpus { get; init; }

    /// <summary>Memory in bytes.</summary>
    public required QuotaUsage Memory { get; init; }

    /// <summary>Boot disks in bytes.</summary>
    public required QuotaUsage Disk { get; init; }
}

/// <summary>One item of a quota and how full it is.</summary>
public sealed record QuotaUsage
{
    /// <summary>What is reserved. It is more than the limit after that was lowered.</summary>
    public required Quantity Used { get; init; }

    /// <summary>What may be reserved; absent: no limit.</summary>
    public Quantity? Limit { get; init; }

    /// <summary>What may still be reserved; absent: no limit.</summary>
    public Quantity? Available { get; init; }

    /// <summary>Used and limit, for people: 62/64, or 62 where there is no limit.</summary>
    public required string Summary { get; init; }
}
