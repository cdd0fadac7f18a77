using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tenants;

/// <summary>The audit trail of a tenant's credits, in words.</summary>
public static class TenantEvents
{
    /// <summary>Reason of the event of a charge.</summary>
    public const string CreditsCharged = nameof(CreditsCharged);

    /// <summary>Reason of the event of a change of the grant.</summary>
    public const string CreditsAdjusted = nameof(CreditsAdjusted);

    /// <summary>What to say of a charge.</summary>
    public static string Charged(Tenant tenant, Charge charge)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(charge);
        var note = $"{charge.Credits} credits charged to tenant {tenant.Metadata.Name} for Instance {charge.Key}: spent {charge.SpentBefore} before, {charge.SpentAfter} after";
        return tenant.Spec.Credits?.Granted is { } granted ? $"{note}; {granted - charge.SpentAfter} of {granted} left." : $"{note}.";
    }

    /// <summary>What to say of a change of the grant; null when it has not changed, or is seen for the first time.</summary>
    public static string? Adjusted(TenantStatus? before, TenantStatus after)
    {
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (before?.Credits?.Granted, after.Credits?.Granted);
        if (before?.Credits is null || old == now)
        {
            return null;
        }

        var change = old is { } from && now is { } to ? $"Grant adjusted by {to - from:+#;-#;0} credits" : "Grant adjusted";
        return $"{change}: {Text(old)} before, {Text(now)} after; {after.Credits!.Spent} spent.";
    }

    private static string Text(long? granted) => granted?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unlimited";
}
