using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>Limits on what Instances reserve together; an item that is absent is not limited.</summary>
public sealed record TenantQuota
{
    /// <summary>How many Instances, running or not.</summary>
    [RangeMinimum(0)]
    [RangeMaximum(1_000_000)]
    public int? Instances { get; init; }

    /// <summary>Virtual CPUs; at most 1000000.</summary>
    [ValidationRule(
        "!quantity(string(self)).isGreaterThan(quantity('1000000'))",
        Message = "spec.quota.vcpus must be from 0 to 1000000, such as 64")]
    public Quantity? Vcpus { get; init; }

    /// <summary>Memory in bytes; at most 1Ei.</summary>
    [ValidationRule(
        "!quantity(string(self)).isGreaterThan(quantity('1Ei'))",
        Message = "spec.quota.memory must be from 0 to 1Ei, such as 256Gi")]
    public Quantity? Memory { get; init; }

    /// <summary>Boot disks in bytes; at most 1Ei.</summary>
    [ValidationRule(
        "!quantity(string(self)).isGreaterThan(quantity('1Ei'))",
        Message = "spec.quota.disk must be from 0 to 1Ei, such as 2Ti")]
    public Quantity? Disk { get; init; }
}
