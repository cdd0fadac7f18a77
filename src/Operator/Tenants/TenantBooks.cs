using System.Collections.Concurrent;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Operator.Tenants;

/// <summary>A book for every tenant of which there are Instances, whether it exists or not, kept in step with the cache of Instances.</summary>
internal sealed class TenantBooks
{
    private readonly ConcurrentDictionary<string, TenantBook> _books = new(StringComparer.Ordinal);

    /// <summary>The book of a tenant. That of one without Instances is empty, and nothing is kept of it.</summary>
    public TenantBook Of(string tenant) => _books.GetValueOrDefault(tenant) ?? new();

    /// <summary>Observes the cache: to be given to the informer.</summary>
    public void Observe(ResourceKey key, Instance? before, Instance? now)
    {
        // An Instance made anew under the same name may name another tenant.
        if (before is not null && before.Spec.Tenant != now?.Spec.Tenant)
        {
            Leave(before.Spec.Tenant, key, before);
            before = null;
        }

        if (now is not null)
        {
            _books.GetOrAdd(now.Spec.Tenant, _ => new()).Observe(key, before, now);
        }
    }

    /// <summary>The Tenant is gone: its vouchers are worth nothing.</summary>
    public void Forget(string tenant)
    {
        if (Of(tenant).Instances.Count == 0)
        {
            _books.TryRemove(tenant, out _);
        }
    }

    // Names are anybody's to make up: without the last of its Instances nothing is left here of a tenant that does not exist.
    private void Leave(string tenant, ResourceKey key, Instance before)
    {
        var book = Of(tenant);
        book.Observe(key, before, null);
        if (book.IsEmpty)
        {
            _books.TryRemove(tenant, out _);
        }
    }
}
