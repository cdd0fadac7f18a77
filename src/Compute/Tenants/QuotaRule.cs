using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tenants;

/// <summary>Whether something fits into a quota. Items of which nothing more is asked are not looked at: they may be over their limit already.</summary>
internal static class QuotaRule
{
    /// <summary>Why <paramref name="more"/> does not fit beside what is used now; null when it does.</summary>
    public static string? Shortage(TenantQuota? quota, ResourceAmounts used, ResourceAmounts more) => Join(
        from item in QuotaItem.All
        let limit = item.Limit(quota)
        let asked = item.AmountIn(more)
        where limit is not null && asked > 0 && item.AmountIn(used) + asked > limit
        select $"needs {item.TextWithName(asked)}, {item.Text(item.AmountIn(used))} of {item.Text(limit.Value)} in use");

    /// <summary>Why an instance that needs <paramref name="whole"/> would not even fit alone; null when it would.</summary>
    public static string? NeverFits(TenantQuota? quota, ResourceAmounts whole, ResourceAmounts more) => Join(
        from item in QuotaItem.All
        let limit = item.Limit(quota)
        where limit is not null && item.AmountIn(more) > 0 && item.AmountIn(whole) > limit
        select $"needs {item.TextWithName(item.AmountIn(whole))}, more than the whole quota of {item.Text(limit.Value)}");

    /// <summary>Where more is used than allowed; null when nowhere.</summary>
    public static string? Excess(TenantQuota? quota, ResourceAmounts used) => Join(
        from item in QuotaItem.All
        let limit = item.Limit(quota)
        where limit is not null && item.AmountIn(used) > limit
        select $"{item.Name}: {item.Text(item.AmountIn(used))} in use, {item.Text(limit.Value)} allowed");

    private static string? Join(IEnumerable<string> parts) => string.Join("; ", parts) is { Length: > 0 } text ? text : null;
}
