using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tenants;

/// <summary>The instances of a tenant as last seen, and their sums, kept up to date one change at a time. Not thread-safe.</summary>
internal sealed class TenantAccounts
{
    private readonly Dictionary<ResourceKey, Account> _accounts = [];
    private readonly int[] _phases = new int[Enum.GetValues<InstancePhase>().Length];

    /// <summary>What they hold together.</summary>
    public ResourceAmounts Held { get; private set; }

    /// <summary>How many there are, reserved or not.</summary>
    public int Count => _accounts.Count;

    /// <summary>Which they are.</summary>
    public IReadOnlyCollection<ResourceKey> Keys => _accounts.Keys;

    public int In(InstancePhase phase) => _phases[(int)phase];

    /// <summary>The account of that very instance; null when there is none, or another has its name.</summary>
    public Account? Find(ResourceKey key, string uid) =>
        _accounts.TryGetValue(key, out var account) && account.Uid == uid ? account : null;

    /// <summary>Whether what the ledger gives an instance is what the instance shows, or has shown.</summary>
    public bool HasArrived(string uid, LedgerEntry entry)
    {
        var key = new ResourceKey(entry.Namespace, entry.Name);
        if (Find(key, uid) is not { } account)
        {
            return false;
        }

        _accounts[key] = account = account.Compared(entry);
        return account.Arrived == entry;
    }

    /// <summary>Takes an instance as it is now, null: it is gone; returns whether something may have become free.</summary>
    public bool Observe(ResourceKey key, Instance? now)
    {
        _accounts.TryGetValue(key, out var before);
        var after = now is null ? null : Account.Of(now, before);
        Tally(before, -1);
        Tally(after, 1);
        Held = Held - (before?.Amounts ?? default) + (after?.Amounts ?? default);
        if (after is null)
        {
            _accounts.Remove(key);
        }
        else
        {
            _accounts[key] = after;
        }

        return before is not null && (after is null || after.IsReleased || !after.Amounts.Covers(before.Amounts));
    }

    private void Tally(Account? account, int by)
    {
        if (account?.Phase is { } phase)
        {
            _phases[(int)phase] += by;
        }
    }
}
