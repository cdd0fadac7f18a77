using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tenants;

/// <summary>What is seen of a tenant.</summary>
internal sealed record TenantSight(TenantAccounts Accounts, LedgerDraft Ledger, AdmissionQueue Queue);

/// <summary>What users see of a tenant.</summary>
internal static class TenantStatusProjection
{
    public static TenantStatus Of(Tenant tenant, TenantSight seen, DateTimeOffset now)
    {
        var granted = tenant.Spec.Credits?.Granted;
        return (tenant.Status ?? new TenantStatus()) with
        {
            ObservedGeneration = tenant.Metadata.Generation,
            Usage = UsageOf(tenant.Spec.Quota, seen.Ledger.Used),
            Phases = PhasesOf(seen.Accounts),
            Waiting = seen.Queue.Waiting,
            Credits = new()
            {
                Granted = granted,
                Spent = seen.Ledger.Spent,
                Available = granted is { } all ? Math.Max(0, all - seen.Ledger.Spent) : null,
            },
            Ledger = seen.Ledger.ToLedger(),
            Conditions = TenantConditionProjection.Of(tenant, seen, now),
        };
    }

    private static TenantUsage UsageOf(TenantQuota? quota, ResourceAmounts used)
    {
        QuotaUsage Item(QuotaItem item) => UsageOf(item, item.AmountIn(used), item.Limit(quota));
        return new()
        {
            Instances = Item(QuotaItem.Instances),
            Vcpus = Item(QuotaItem.Vcpus),
            Memory = Item(QuotaItem.Memory),
            Disk = Item(QuotaItem.Disk),
        };
    }

    private static QuotaUsage UsageOf(QuotaItem item, decimal used, decimal? limit) => new()
    {
        Used = item.Quantity(used),
        Limit = limit is { } most ? item.Quantity(most) : null,
        Available = limit is { } all ? item.Quantity(Math.Max(0, all - used)) : null,
        Summary = limit is { } whole ? $"{item.Text(used)}/{item.Text(whole)}" : item.Text(used),
    };

    private static Dictionary<string, int>? PhasesOf(TenantAccounts accounts)
    {
        var counts = Enum.GetValues<InstancePhase>()
            .Where(phase => accounts.In(phase) > 0)
            .ToDictionary(phase => phase.ToString().ToUpperInvariant(), accounts.In);
        return counts.Count == 0 ? null : counts;
    }
}
