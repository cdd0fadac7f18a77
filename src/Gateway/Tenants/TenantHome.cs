using ComputeOperator.Entities.V1;

namespace ComputeOperator.Gateway.Tenants;

/// <summary>
/// Where a tenant's instances are as far as requests that name no namespace are concerned: in the first namespace that its Tenant names literally, else in
/// the namespace of the tenant's name, also for a caller who may not read Tenants.
/// </summary>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="IsUnknown">Whether there certainly is no such Tenant.</param>
internal sealed record TenantHome(string Tenant, string Namespace, bool IsUnknown)
{
    public static TenantHome Of(string tenant, Tenant? found, bool isUnknown) =>
        new(tenant, found?.Spec.Namespaces.FirstOrDefault(ns => !ns.EndsWith('*')) ?? tenant, isUnknown);
}
