using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tenants;

/// <summary>Judges requests, oldest first, and enters those that are let in into the ledger.</summary>
internal sealed class AdmissionJudge(Tenant tenant, LedgerDraft ledger)
{
    /// <summary>Whether one waits: whoever comes after it waits too.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>Credits left; null: there is no limit.</summary>
    public long? CreditsLeft => tenant.Spec.Credits?.Granted is { } granted ? Math.Max(0, granted - ledger.Spent) : null;

    /// <summary>Whether a request costs more than is left.</summary>
    public bool IsTooDear(AdmissionRequest request) =>
        CreditsLeft is { } left && request.Need.Cost > left && ledger.CostOf(request) > left;

    /// <summary>The answer; null when it is let in by this. What was let in before, by a write whose answer was lost, is <see cref="Admission.Reserved"/>.</summary>
    public Admission? Judge(AdmissionRequest request)
    {
        var has = ledger.Has(request);
        if (has.Covers(request.Need))
        {
            return new Admission.Reserved();
        }

        if (TenantAccess.RefusalOf(tenant, tenant.Metadata.Name!, request.Key.Namespace) is { } closed)
        {
            return closed;
        }

        var whole = ResourceAmounts.Max(has, request.Need);
        var more = whole - has;
        if (QuotaRule.NeverFits(tenant.Spec.Quota, whole, more) is { } never)
        {
            return new Admission.Refused(RefusalReason.QuotaExceeded, never);
        }

        return IsTooDear(request)
            ? new Admission.Refused(
                RefusalReason.CreditsExhausted, $"costs {ledger.CostOf(request)} credits, {CreditsLeft} of {tenant.Spec.Credits!.Granted} are left")
            : Room(request, more);
    }

    private Admission.Waiting? Room(AdmissionRequest request, ResourceAmounts more)
    {
        var shortage = QuotaRule.Shortage(tenant.Spec.Quota, ledger.Used, more);
        if (shortage is null && !IsBlocked)
        {
            ledger.Grant(request);
            return null;
        }

        var isFirst = !IsBlocked;
        IsBlocked = true;
        return new(shortage ?? "there is room for it, but older instances of the tenant wait for more and come first") { IsFirst = isFirst };
    }
}
