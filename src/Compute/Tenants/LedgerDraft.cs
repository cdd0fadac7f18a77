using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tenants;

/// <summary>
/// The ledger of a tenant as the next write will leave it. It begins with what the Tenant says and the instances seen, and
/// drops the entries that have arrived.
/// </summary>
internal sealed class LedgerDraft
{
    private readonly TenantAccounts _accounts;
    private readonly Func<string, string?> _seen;
    private readonly Dictionary<string, LedgerEntry> _pending;
    private readonly HashSet<string> _named;
    private readonly List<Grant> _grants = [];
    private string? _counted;

    /// <param name="status">The status that the next write is based on.</param>
    /// <param name="accounts">The instances seen.</param>
    /// <param name="seen">The newest version of what was seen of the instances of a namespace; null when they are not seen at all.</param>
    public LedgerDraft(TenantStatus? status, TenantAccounts accounts, Func<string, string?> seen)
    {
        (_accounts, _seen) = (accounts, seen);
        _pending = new(status?.Ledger?.Pending ?? new Dictionary<string, LedgerEntry>());
        _named = [.. _pending.Keys];
        _counted = status?.Ledger?.CountedVersion;
        Spent = Math.Clamp(status?.Credits?.Spent ?? 0, 0, TenantCreditsStatus.MostSpent);
        foreach (var (uid, entry) in _pending.ToList())
        {
            DropIfArrived(uid, entry);
        }

        IsBusy = _pending.Count > TenantLedger.MostPending / 2;
        Used = _pending.Aggregate(accounts.Held, (sum, one) => sum + Extra(one.Key, one.Value));
        Vouchers = new(status?.Ledger);
    }

    /// <summary>The vouchers that are not charged for.</summary>
    public OpenVouchers Vouchers { get; }

    /// <summary>What is taken, by the instances seen and by entries under way, each instance once.</summary>
    public ResourceAmounts Used { get; private set; }

    /// <summary>Credits spent.</summary>
    public long Spent { get; private set; }

    public IReadOnlyList<Grant> Grants => _grants;

    /// <summary>Whether much that was granted before has not arrived yet.</summary>
    public bool IsBusy { get; }

    public bool IsFull => _pending.Count >= TenantLedger.MostPending;

    /// <summary>What an instance has already, granted or shown.</summary>
    public ResourceAmounts Has(AdmissionRequest request) => ResourceAmounts.Max(
        _accounts.Find(request.Key, request.Uid)?.Amounts ?? default,
        ResourceAmounts.Of(_pending.GetValueOrDefault(request.Uid)?.Reservation));

    /// <summary>What letting an instance in costs now: an instance that was ever let in costs nothing more.</summary>
    public long CostOf(AdmissionRequest request) =>
        request.IsNew && Charged(request) is null ? request.Need.Cost : 0;

    /// <summary>Gives an instance what it asked for.</summary>
    public void Grant(AdmissionRequest request)
    {
        var (has, cost) = (Has(request), CostOf(request));
        var whole = ResourceAmounts.Max(has, request.Need);
        _grants.Add(new(request, cost, Spent));
        _pending[request.Uid] = new LedgerEntry
        {
            Namespace = request.Key.Namespace,
            Name = request.Key.Name,
            ResourceVersion = request.Version,
            Reservation = whole.ToReservation(Charged(request) ?? cost),
        };
        Used += whole - has;
        Spent = Math.Min(Spent + cost, TenantCreditsStatus.MostSpent);
    }

    /// <summary>Counts what is let in by a voucher and is not shown yet.</summary>
    public void Count(AdmissionRequest underWay) => Used += ResourceAmounts.Max(Has(underWay), underWay.Need) - Has(underWay);

    /// <summary>Charges for an instance that shows a voucher; nothing where the ledger has charged for it by name.</summary>
    public Charge Charge(long voucher, Vouchers.Shown shown)
    {
        var charge = new Charge(shown.Key, shown.Uid, _named.Contains(shown.Uid) ? 0 : shown.Credits, Spent)
        {
            Created = shown.Created,
            LetInAt = shown.LetInAt,
        };
        Vouchers.Close(voucher);
        Spent = Math.Min(Spent + charge.Credits, TenantCreditsStatus.MostSpent);
        _counted = ResourceVersion.Newer(_counted, _accounts.Find(shown.Key, shown.Uid)?.HeldSince ?? _seen(shown.Key.Namespace));
        return charge;
    }

    public TenantLedger? ToLedger()
    {
        var ledger = Vouchers.PutInto(new() { Pending = _pending.Count == 0 ? null : _pending, CountedVersion = _counted });
        return ledger == new TenantLedger() ? null : ledger;
    }

    private long? Charged(AdmissionRequest request) =>
        _accounts.Find(request.Key, request.Uid)?.Held?.Credits ?? _pending.GetValueOrDefault(request.Uid)?.Reservation.Credits;

    private void DropIfArrived(string uid, LedgerEntry entry)
    {
        var account = _accounts.Find(new(entry.Namespace, entry.Name), uid);
        if (_accounts.HasArrived(uid, entry))
        {
            _pending.Remove(uid);
            _counted = ResourceVersion.Newer(_counted, account!.HeldSince);
        }
        // The version that the entry was made on has been seen: an instance that is not there has gone. Who still knows it, and nothing of
        // this entry, would charge for it again.
        else if (_seen(entry.Namespace) is { } version && account is null or { IsReleased: true })
        {
            _pending.Remove(uid);
            _counted = ResourceVersion.Newer(_counted, version);
        }
    }

    private ResourceAmounts Extra(string uid, LedgerEntry entry)
    {
        var held = _accounts.Find(new(entry.Namespace, entry.Name), uid)?.Amounts ?? default;
        return ResourceAmounts.Max(held, ResourceAmounts.Of(entry.Reservation)) - held;
    }
}
