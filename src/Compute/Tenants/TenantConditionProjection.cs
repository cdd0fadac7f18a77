using ComputeOperator.Compute.Status;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tenants;

/// <summary>The conditions of a tenant. Output only: no decision reads one.</summary>
internal static class TenantConditionProjection
{
    private const int MostNamed = 5;

    private static readonly string[] Owned = [TenantConditions.Ready, TenantConditions.QuotaExceeded];

    // What is not off for good: a suspension stops a SUSPENDED machine too.
    private static readonly InstancePhase[] On =
        [InstancePhase.Staging, InstancePhase.Running, InstancePhase.Suspending, InstancePhase.Suspended, InstancePhase.Stopping, InstancePhase.Repairing];

    public static IReadOnlyList<Condition> Of(Tenant tenant, TenantSight seen, DateTimeOffset now) => ConditionMerge.Of(
        tenant.Status?.Conditions, [Ready(tenant, seen), QuotaExceeded(tenant, seen)], Owned, tenant.Metadata.Generation, now);

    private static Condition Ready(Tenant tenant, TenantSight seen)
    {
        if (tenant.Metadata.IsDeleting())
        {
            return New(false, "Deleting", $"being deleted; {Count(seen.Accounts.Count)} still belong to it: {Names(seen.Accounts)}");
        }

        if (tenant.Spec.Suspended)
        {
            var left = On.Sum(seen.Accounts.In);
            return left == 0
                ? New(true, "Suspended", "suspended: no instance runs, and none is started")
                : New(false, "Suspending", $"suspended: {Count(left)} still to stop");
        }

        return tenant.Spec.Credits?.Granted <= seen.Ledger.Spent
            ? New(true, "CreditsExhausted", "no credits are left: no instance is let in")
            : New(true, "Active", "instances are let in while there is room and credit");
    }

    private static Condition QuotaExceeded(Tenant tenant, TenantSight seen)
    {
        const string type = TenantConditions.QuotaExceeded;
        if (QuotaRule.Excess(tenant.Spec.Quota, seen.Ledger.Used) is { } excess)
        {
            return ConditionMerge.New(type, true, "OverQuota", $"{excess}; nothing is stopped for it, and nothing is let in");
        }

        return seen.Queue is { Waiting: > 0, First: { } first }
            ? ConditionMerge.New(type, true, "InstancesWaiting", $"{Count(seen.Queue.Waiting)} waiting for room; {first.Key} is next")
            : ConditionMerge.New(type, false, "WithinQuota", "nothing waits for room");
    }

    private static Condition New(bool holds, string reason, string message) => ConditionMerge.New(TenantConditions.Ready, holds, reason, message);

    private static string Count(int instances) => instances == 1 ? "1 instance" : $"{instances} instances";

    private static string Names(TenantAccounts accounts)
    {
        var names = accounts.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal).Take(MostNamed).ToList();
        return string.Join(", ", names) + (accounts.Count > names.Count ? ", …" : "");
    }
}
