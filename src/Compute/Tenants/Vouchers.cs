using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tenants;

/// <summary>
/// What this process knows of the vouchers of a tenant without limits. Whoever takes one is let in without asking, and is charged afterwards: a
/// voucher is issued by one write of the Tenant, shown by one instance, and closed by the write that charges for it. So it is always known from
/// the Tenant and the Instance alone, whoever looks, whether an instance has been charged. Not thread-safe.
/// </summary>
internal sealed class Vouchers
{
    private readonly Queue<long> _free = new();
    private readonly Dictionary<string, HandedOut> _handedOut = [];
    private readonly Dictionary<long, Shown> _shown = [];
    private readonly HashSet<long> _leaving = [];
    private OpenVouchers _known = new(null);
    private (string? Uid, string? Text, long? Last) _knownOf;

    /// <summary>Whether an instance has been charged for certain.</summary>
    public static bool HaveChargedFor(Instance instance, Tenant tenant)
    {
        if (instance.Status?.Reservation?.Voucher is not { } number)
        {
            return true;
        }

        var ledger = new OpenVouchers(tenant.Status?.Ledger);
        // Unknown to a Tenant as it was after the instance showed it: the ledger is not what it was then, and nobody will ever charge for it.
        return ledger.HasIssued(number) ? ledger.IsClosed(number) : ResourceVersion.IsNewer(tenant.Metadata.ResourceVersion, instance.Metadata.ResourceVersion);
    }

    /// <summary>Whether there is nothing to remember: no stock, and nothing that is owed.</summary>
    public bool IsEmpty => _free.Count == 0 && _shown.Count == 0;

    /// <summary>Whether an instance is leaving that has yet to be charged.</summary>
    public bool IsLeaverUncharged => _leaving.Count > 0;

    /// <summary>What has been let in by one, and does not show it yet.</summary>
    public IEnumerable<AdmissionRequest> UnderWay => _handedOut.Values.Select(one => one.Request);

    /// <summary>Whether an instance has been let in by one, and does not show it yet.</summary>
    public bool IsUnderWayTo(string uid) => _handedOut.ContainsKey(uid);

    /// <summary>Lets an instance in by a voucher; null when there is none to spare.</summary>
    public InstanceReservation? Take(Tenant tenant, AdmissionRequest request, DateTimeOffset now)
    {
        // Another leader may have been at work since this process last looked at the tenant, or it is another Tenant.
        Know(tenant);
        if (!_handedOut.TryGetValue(request.Uid, out var letIn))
        {
            if (TenantAccess.HasLimits(tenant) || !_free.TryDequeue(out var number))
            {
                return null;
            }

            letIn = new(number, now, request);
        }

        // Its spec may have changed since: it is charged for what it shows.
        _handedOut[request.Uid] = letIn with { Request = request };
        return request.Need.ToReservation(request.Need.Cost) with { Voucher = letIn.Number };
    }

    /// <summary>Takes a change of an instance: as it was, as it is now, null where it was or is not there.</summary>
    public void Observe(ResourceKey key, Instance? before, Instance? now)
    {
        if (now?.Status?.Reservation is { Voucher: { } number } reservation && !_known.IsClosed(number))
        {
            Show(number, key, now, reservation);
        }

        // One that was not shown is given to nobody else: the write that shows it may still be on its way.
        if (before?.Metadata.Uid is { } uid
            && (now is null || now.Metadata.Uid != uid || now.Metadata.IsDeleting() || now.Status?.Reservation is not null))
        {
            _handedOut.Remove(uid);
        }

        // What has gone waits no longer, and is charged all the same.
        if (before?.Status?.Reservation?.Voucher is { } left && now?.Metadata.Uid != before.Metadata.Uid)
        {
            _leaving.Remove(left);
        }
    }

    /// <summary>Takes the ledger as it is persisted.</summary>
    public void Know(Tenant tenant)
    {
        var ledger = tenant.Status?.Ledger;
        if (_knownOf.Uid != tenant.Metadata.Uid)
        {
            _free.Clear();
            _handedOut.Clear();
        }
        else if (_knownOf == (tenant.Metadata.Uid, ledger?.Vouchers, ledger?.LastVoucher))
        {
            return;
        }

        _knownOf = (tenant.Metadata.Uid, ledger?.Vouchers, ledger?.LastVoucher);
        _known = new(ledger);
        foreach (var number in _shown.Keys.Where(_known.IsClosed).ToList())
        {
            _shown.Remove(number);
            _leaving.Remove(number);
        }

        _shown.TrimExcess();
        Issued([.. Taken(_free).Where(number => ledger?.LastVoucher is not null && !_known.IsClosed(number))]);
    }

    /// <summary>Charges for what is shown, in the order of the numbers.</summary>
    public IReadOnlyList<Charge> Charge(LedgerDraft ledger) =>
    [
        .. from one in _shown
           where ledger.Vouchers.Contains(one.Key)
           orderby one.Key
           select ledger.Charge(one.Key, one.Value) with { IsLeaving = _leaving.Contains(one.Key) },
    ];

    /// <summary>Fills the stock up where the tenant has no limits, and empties it where it has; returns the numbers that are issued by that.</summary>
    public IReadOnlyList<long> Restock(Tenant tenant, LedgerDraft ledger, DateTimeOffset now)
    {
        if (!TenantAccess.HasLimits(tenant))
        {
            return _free.Count <= OpenVouchers.Stock / 2 ? ledger.Vouchers.Issue(OpenVouchers.Stock - _free.Count, now) : [];
        }

        foreach (var number in _free)
        {
            ledger.Vouchers.Close(number);
        }

        return [];
    }

    /// <summary>Vouchers have been issued for good.</summary>
    public void Issued(IEnumerable<long> numbers)
    {
        foreach (var number in numbers)
        {
            _free.Enqueue(number);
        }
    }

    private void Show(long number, ResourceKey key, Instance instance, InstanceReservation reservation)
    {
        var uid = instance.Metadata.Uid ?? "";
        var letIn = _handedOut.GetValueOrDefault(uid) is { } given && given.Number == number ? given : null;
        _shown.TryAdd(number, new(key, uid, Math.Clamp(reservation.Credits, 0, CreditCost.Most), letIn?.Request.Created, letIn?.At));
        if (instance.Metadata.IsDeleting())
        {
            _leaving.Add(number);
        }
    }

    private static long[] Taken(Queue<long> queue)
    {
        long[] all = [.. queue];
        queue.Clear();
        return all;
    }

    private sealed record HandedOut(long Number, DateTimeOffset At, AdmissionRequest Request);

    /// <summary>An instance that shows a voucher.</summary>
    public sealed record Shown(ResourceKey Key, string Uid, long Credits, DateTimeOffset? Created, DateTimeOffset? LetInAt);
}
