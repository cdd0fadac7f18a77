using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.VmManager.Contracts;

namespace ComputeOperator.Gateway.VmManager.Credits;

/// <summary>
/// Whether a tenant can pay, as far as its Tenant says: a check before the operator's own, which decides. More than the quota allows is no refusal, but waits. Pure.
/// </summary>
internal static class QuotaCheck
{
    /// <param name="cost">What it costs.</param>
    /// <param name="tenant">The Tenant; null: there is none yet, or the caller may not read it.</param>
    public static QuotaCheckResource Of(long cost, Tenant? tenant)
    {
        var available = Available(tenant);
        return tenant?.Spec.Suspended == true ? new(cost, available, false, "The tenant is suspended")
            : available < cost ? new(cost, available, false, $"Insufficient credits: {cost} needed, {available} available")
            : new(cost, available, true, null);
    }

    /// <summary>What can still be spent; null: no limit.</summary>
    public static long? Available(Tenant? tenant) =>
        tenant?.Spec.Credits?.Granted is { } granted ? Math.Max(0, granted - (tenant.Status?.Credits?.Spent ?? 0)) : null;
}
