using System.Collections.Concurrent;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Operator.Tenants;

/// <summary>
/// The versions of Tenants whose ledger is based on nothing but what this process's cache of Instances has: it wrote them itself, or
/// has waited for what another leader had seen.
/// </summary>
internal sealed class KnownLedgers
{
    private readonly ConcurrentDictionary<string, (string? Uid, string? Version)> _known = new(StringComparer.Ordinal);

    public bool Has(Tenant tenant) => _known.TryGetValue(tenant.Metadata.Name!, out var known) && known == VersionOf(tenant);

    public void Add(Tenant tenant) => _known[tenant.Metadata.Name!] = VersionOf(tenant);

    public void Remove(Tenant tenant) => _known.TryRemove(tenant.Metadata.Name!, out _);

    private static (string? Uid, string? Version) VersionOf(Tenant tenant) => (tenant.Metadata.Uid, tenant.Metadata.ResourceVersion);
}
