using System.Globalization;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tenants;

/// <summary>One item of a quota: how it is called, limited, measured and written.</summary>
internal sealed record QuotaItem(string Name, Func<TenantQuota, decimal?> LimitIn, Func<ResourceAmounts, decimal> AmountIn, bool Binary = false)
{
    public static QuotaItem Instances { get; } = new("instances", quota => quota.Instances, amounts => amounts.Instances);

    public static QuotaItem Vcpus { get; } = new("vcpus", quota => quota.Vcpus?.Value, amounts => amounts.Vcpus);

    public static QuotaItem Memory { get; } = new("memory", quota => quota.Memory?.Value, amounts => amounts.Memory, Binary: true);

    public static QuotaItem Disk { get; } = new("disk", quota => quota.Disk?.Value, amounts => amounts.Disk, Binary: true);

    public static IReadOnlyList<QuotaItem> All { get; } = [Instances, Vcpus, Memory, Disk];

    public decimal? Limit(TenantQuota? quota) => quota is null ? null : LimitIn(quota);

    public Quantity Quantity(decimal amount) => new(amount, Binary);

    public string Text(decimal amount) => Quantity(amount).ToString();

    /// <summary>An amount and what of: <c>4 vcpus</c>, <c>1 instance</c>.</summary>
    public string TextWithName(decimal amount) =>
        string.Create(CultureInfo.InvariantCulture, $"{Text(amount)} {(this == Instances && amount == 1 ? "instance" : Name)}");
}
