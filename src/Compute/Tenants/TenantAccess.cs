using ComputeOperator.Compute.Status;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tenants;

/// <summary>Whether a tenant lets instances of a namespace run at all.</summary>
public static class TenantAccess
{
    /// <summary>Why not; null when it does.</summary>
    /// <param name="tenant">The Tenant; null when there is none of that name.</param>
    /// <param name="name">The name that the instance gives.</param>
    /// <param name="ns">The namespace of the instance.</param>
    public static Admission.Refused? RefusalOf(Tenant? tenant, string name, string ns)
    {
        if (tenant is null)
        {
            var help = name == ComputeApi.DefaultTenant ? "; it comes with the operator: kubectl apply -k config/tenants" : "";
            return new(RefusalReason.TenantNotFound, $"spec.tenant: no Tenant '{name}'{help}");
        }

        // Also while it is being deleted: what is not off yet has to be all the same.
        if (tenant.Spec.Suspended)
        {
            return new(RefusalReason.TenantSuspended, $"Tenant '{name}' is suspended; its instances stay off until that is lifted");
        }

        if (tenant.Metadata.IsDeleting())
        {
            return new(RefusalReason.TenantNotFound, $"spec.tenant: Tenant '{name}' is being deleted");
        }

        return Lists(tenant.Spec.Namespaces, ns)
            ? null
            : new(
                RefusalReason.NamespaceNotAllowed,
                $"Tenant '{name}' does not list namespace '{ns}'; allowed: {StatusText.List(tenant.Spec.Namespaces)}");
    }

    /// <summary>Whether anything is limited: otherwise whoever may be in at all is let in.</summary>
    public static bool HasLimits(Tenant tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        return tenant.Spec.Credits?.Granted is not null || QuotaItem.All.Any(item => item.Limit(tenant.Spec.Quota) is not null);
    }

    /// <summary>Whether one of <paramref name="patterns"/> (a name, a prefix ending in <c>-*</c>, or <c>*</c>) means the namespace.</summary>
    public static bool Lists(IReadOnlyList<string> patterns, string ns) => patterns.Any(pattern =>
        pattern.EndsWith('*') ? ns.StartsWith(pattern[..^1], StringComparison.Ordinal) : pattern == ns);
}
