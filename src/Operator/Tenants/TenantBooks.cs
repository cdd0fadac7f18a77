using System.Collections.Concurrent;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Operator.Tenants;

/// <summary>A book for every tenant that an Instance names, whether it exists or not, kept in step with the cache of Instances.</summary>
internal sealed class TenantBooks
{
    private readonly ConcurrentDictionary<string, TenantBook> _books = new(StringComparer.Ordinal);

    /// <summary>The book of a tenant.</summary>
    public TenantBook Of(string tenant) => _books.GetOrAdd(tenant, _ => new());

    /// <summary>Observes the cache: to be given to the informer.</summary>
    public void Observe(ResourceKey key, Instance? before, Instance? now)
    {
        // An Instance made anew under the same name may name another tenant.
        if (before is not null && before.Spec.Tenant != now?.Spec.Tenant)
        {
            Of(before.Spec.Tenant).Observe(key, before, null);
            before = null;
        }

        if (now is not null)
        {
            Of(now.Spec.Tenant).Observe(key, before, now);
        }
    }
}
