using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tenants;

/// <summary>What is known of one instance of a tenant.</summary>
/// <param name="Uid">Its uid.</param>
/// <param name="Held">What it has reserved; null: nothing, or no longer.</param>
/// <param name="HeldSince">The version in which that was first seen.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="IsReleased">Whether it is going away and nothing of it is left outside.</param>
internal sealed record Account(string Uid, InstanceReservation? Held, string? HeldSince, InstancePhase? Phase, bool IsReleased)
{
    /// <summary>
    /// The last entry of the ledger that its status was seen to show. The Tenant may go on naming it for a while: what the instance gives
    /// back meanwhile must not come to it again from there.
    /// </summary>
    public LedgerEntry? Arrived { get; private init; }

    public ResourceAmounts Amounts => ResourceAmounts.Of(Held);

    /// <summary>The account after the instance was seen as it is now.</summary>
    public static Account Of(Instance now, Account? before)
    {
        var known = before?.Uid == now.Metadata.Uid ? before : null;
        var released = now.Metadata.IsDeleting() && !now.Metadata.HasFinalizer(ComputeApi.ForceStopFinalizer);
        // A reservation that somebody wipes out of status is still taken.
        var held = released ? null : now.Status?.Reservation ?? known?.Held;
        var since = held is not null && known?.Held == held ? known.HeldSince : now.Metadata.ResourceVersion;
        return new(now.Metadata.Uid ?? "", held, since, now.Status?.Phase, released) { Arrived = known?.Arrived };
    }

    /// <summary>The account after the ledger was seen to name <paramref name="entry"/> for it.</summary>
    public Account Compared(LedgerEntry entry) =>
        Held is not null && Arrived != entry && Amounts.Covers(ResourceAmounts.Of(entry.Reservation)) ? this with { Arrived = entry } : this;
}
