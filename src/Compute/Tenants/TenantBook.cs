using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tenants;

/// <summary>
/// What is known of one tenant's instances: what they hold, who asks for room, and what those were told. Nothing in it is needed
/// to survive a restart: it is made anew from the instances, and what was granted is in the Tenant. Safe to use from any thread.
/// </summary>
public sealed class TenantBook
{
    private readonly Lock _gate = new();
    private readonly TenantAccounts _accounts = new();
    private readonly AdmissionQueue _queue = new();
    private readonly Vouchers _vouchers = new();
    private readonly HashSet<ResourceKey> _unassessed = [];
    private readonly HashSet<string> _withdrawn = [];
    private (string? Uid, long? Generation) _decidedFor;
    private bool _hasRoom;
    private bool _hasLimits = true;

    /// <summary>
    /// The newest version of an instance that the ledger of a tenant is based on, whoever wrote it; null when it is on none. Who knows
    /// the instances only as they were before could give a place away twice.
    /// </summary>
    public static string? NewestSeen(Tenant tenant)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var ledger = tenant.Status?.Ledger;
        // Any instance may have shown a voucher until there were limits.
        var first = ledger?.Vouchers is not null && TenantAccess.HasLimits(tenant)
            ? ResourceVersion.Newer(ledger.CountedVersion, tenant.Metadata.ResourceVersion)
            : ledger?.CountedVersion;
        return (ledger?.Pending?.Values ?? []).Aggregate(first, (newest, entry) => ResourceVersion.Newer(newest, entry.ResourceVersion));
    }

    /// <summary>Whether nothing of an instance is owed to its tenant, so that the last trace of it may go. Without a Tenant there is nobody to owe to.</summary>
    public static bool LetsGo(Tenant? tenant, Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return tenant is null || Vouchers.HaveChargedFor(instance, tenant);
    }

    /// <summary>Whether somebody waits for a decision, or might be let in now that something has changed.</summary>
    public bool IsAwaited
    {
        get
        {
            lock (_gate)
            {
                return (_unassessed.Count > 0 && _hasLimits) || _queue.HasUndecided || (_hasRoom && _queue.HasLine) || _vouchers.IsLeaverUncharged;
            }
        }
    }

    /// <summary>The instances that there are, reserved or not.</summary>
    public IReadOnlyCollection<ResourceKey> Instances
    {
        get
        {
            lock (_gate)
            {
                return [.. _accounts.Keys];
            }
        }
    }

    /// <summary>Whether there are no instances: nothing is known then that another book would not know.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _accounts.Count == 0 && _vouchers.IsEmpty;
            }
        }
    }

    /// <summary>Takes a change of an instance: as it was, as it is now, null where it was or is not there.</summary>
    public void Observe(ResourceKey key, Instance? before, Instance? now)
    {
        lock (_gate)
        {
            _withdrawn.Remove(before?.Metadata.Uid ?? "");
            if (before?.Metadata.Uid is { } uid && (now is null || now.Metadata.Uid != uid || now.Metadata.IsDeleting()))
            {
                _hasRoom |= _queue.Remove(uid);
            }

            _hasRoom |= _accounts.Observe(key, now);
            _vouchers.Observe(key, before, now);
            if (now is not null && AdmissionRequest.IsPossibleFor(now))
            {
                _unassessed.Add(key);
            }
            else
            {
                _unassessed.Remove(key);
            }
        }
    }

    /// <summary>An instance cannot be read: what it holds stays its own, but it holds up nobody in the line until it is mended.</summary>
    public void Withdraw(ResourceKey key, string uid)
    {
        lock (_gate)
        {
            _unassessed.Remove(key);
            _withdrawn.Add(uid);
            _hasRoom |= _queue.Remove(uid);
        }
    }

    /// <summary>
    /// Takes the requests of the instances that have changed since this was last done, so that nobody overtakes one that has yet to ask. They are not
    /// told anything by this: so who is in line stays there, also with what it has been given meanwhile, until <see cref="Plan"/> tells it.
    /// Where nothing is limited nobody can be overtaken, and each asks when it is looked at.
    /// </summary>
    /// <param name="tenant">The Tenant as last persisted.</param>
    /// <param name="find">The instance of a key as last observed; null when there is none.</param>
    /// <param name="requestOf">What an instance needs and does not show in its status; null: nothing.</param>
    public void Assess(Tenant tenant, Func<ResourceKey, Instance?> find, Func<Instance, AdmissionRequest?> requestOf)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        ArgumentNullException.ThrowIfNull(find);
        ArgumentNullException.ThrowIfNull(requestOf);
        foreach (var key in TenantAccess.HasLimits(tenant) ? TakeUnassessed() : [])
        {
            if (find(key) is { } instance && instance.Spec.Tenant == tenant.Metadata.Name)
            {
                Assess(tenant, instance, requestOf(instance));
            }
        }
    }

    /// <summary>What an instance has been told, after its request has been taken.</summary>
    /// <param name="tenant">The Tenant as last persisted; null when there is none.</param>
    /// <param name="instance">The instance.</param>
    /// <param name="request">What it needs and does not show in its status.</param>
    /// <param name="now">The time.</param>
    /// <param name="isNews">Whether the line has changed by it: then the tenant is to be looked at.</param>
    public Admission Ask(Tenant? tenant, Instance instance, AdmissionRequest? request, DateTimeOffset now, out bool isNews)
    {
        ArgumentNullException.ThrowIfNull(instance);
        isNews = false;
        var uid = instance.Metadata.Uid ?? "";
        lock (_gate)
        {
            Admission? answer = TenantAccess.RefusalOf(tenant, instance.Spec.Tenant, instance.Metadata.Namespace ?? "");
            var has = HeldBy(tenant, instance, uid);
            if (has is null && answer is null && request is { IsNew: true } && IsThere(request))
            {
                has = _vouchers.Take(tenant!, request, now);
            }

            if (request is null || instance.Metadata.IsDeleting() || ResourceAmounts.Of(has).Covers(request.Need))
            {
                isNews = _queue.Remove(uid);
                _hasRoom |= isNews;
                answer ??= has is null ? null : new Admission.Reserved();
            }
            else
            {
                // Also one that is refused keeps its place: the line is as it should be when the refusal is lifted. Who asks by a copy
                // of an instance that has gone, or cannot be read any more, gets none: nothing would ever take it away.
                isNews = IsThere(request) && _queue.Put(request);
                answer ??= _queue.AnswerTo(uid);
            }

            return (answer ?? new Admission.Undecided()) with { Has = has };
        }
    }

    /// <summary>Looks at the tenant: who is let in, and what its status is to be.</summary>
    /// <param name="tenant">The Tenant that the next write is based on.</param>
    /// <param name="seen">The newest version of what is observed of the instances of a namespace; null when they are not observed at all.</param>
    /// <param name="now">The time.</param>
    /// <remarks>To be called only when everything up to <see cref="NewestSeen"/> has been observed.</remarks>
    public TenantPlan Plan(Tenant tenant, Func<string, string?> seen, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        lock (_gate)
        {
            if (_decidedFor != (tenant.Metadata.Uid, tenant.Metadata.Generation))
            {
                _queue.ReconsiderAll();
                _decidedFor = (tenant.Metadata.Uid, tenant.Metadata.Generation);
            }

            (_hasRoom, _hasLimits) = (false, TenantAccess.HasLimits(tenant));
            _vouchers.Know(tenant);
            var ledger = new LedgerDraft(tenant.Status, _accounts, seen);
            var charges = Settle(ledger);
            var told = _queue.Decide(tenant, ledger);
            // Only when somebody comes: an operator that starts writes nothing.
            var vouchers = ledger.Grants.Count > 0 || charges.Count > 0 || _hasLimits ? _vouchers.Restock(tenant, ledger, now) : [];
            var status = TenantStatusProjection.Of(tenant, new(_accounts, ledger, _queue), now);
            var isUrgent = (ledger.Grants.Count > 0 && !ledger.IsBusy) || charges.Any(charge => charge.IsLeaving)
                || tenant.Status?.ObservedGeneration != tenant.Metadata.Generation;
            return new(status, ledger.Grants, [.. charges, .. ledger.Grants.Select(grant => grant.Charge)], vouchers, told, isUrgent);
        }
    }

    /// <summary>The write of a plan has ended. Where it failed, what was decided because of it may not hold, and is decided anew.</summary>
    public void Ended(TenantPlan plan, bool persisted)
    {
        ArgumentNullException.ThrowIfNull(plan);
        lock (_gate)
        {
            _decidedFor = persisted ? _decidedFor : default;
            foreach (var grant in persisted ? plan.Grants : [])
            {
                _queue.Remove(grant.Request.Uid);
            }

            _vouchers.Issued(persisted ? plan.Vouchers : []);
        }
    }

    private IReadOnlyList<ResourceKey> TakeUnassessed()
    {
        lock (_gate)
        {
            ResourceKey[] keys = [.. _unassessed];
            _unassessed.Clear();
            return keys;
        }
    }

    private void Assess(Tenant tenant, Instance instance, AdmissionRequest? request)
    {
        var uid = instance.Metadata.Uid ?? "";
        lock (_gate)
        {
            if (request is null || instance.Metadata.IsDeleting())
            {
                _hasRoom |= _queue.Remove(uid);
            }
            else if (IsThere(request) && !_vouchers.IsUnderWayTo(uid) && !ResourceAmounts.Of(HeldBy(tenant, instance, uid)).Covers(request.Need))
            {
                _queue.Put(request);
            }
        }
    }

    private IReadOnlyList<Charge> Settle(LedgerDraft ledger)
    {
        foreach (var underWay in _vouchers.UnderWay)
        {
            ledger.Count(underWay);
        }

        return _vouchers.Charge(ledger);
    }

    private bool IsThere(AdmissionRequest request) => !_withdrawn.Contains(request.Uid) && _accounts.Find(request.Key, request.Uid) is not null;

    // What its status shows, or showed before somebody wiped it, and what is on its way there.
    private InstanceReservation? HeldBy(Tenant? tenant, Instance instance, string uid)
    {
        var shown = instance.Status?.Reservation ?? _accounts.Find(ResourceKey.Of(instance), uid)?.Held;
        var entry = tenant?.Status?.Ledger?.Pending?.GetValueOrDefault(uid);
        var granted = entry is null || _accounts.HasArrived(uid, entry) ? null : entry.Reservation;
        return shown is null || granted is null
            ? shown ?? granted
            : ResourceAmounts.Max(ResourceAmounts.Of(shown), ResourceAmounts.Of(granted)).ToReservation(shown.Credits) with { Voucher = shown.Voucher };
    }
}
