using System.Collections.Concurrent;
using System.Globalization;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>Every version of every Tenant, by a watch that goes on from the last version seen and never lists anew.</summary>
internal sealed class TenantHistory : IAsyncDisposable
{
    private static readonly TimeSpan WatchPause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Tenant> _versions = new();
    private readonly Task _following;

    private TenantHistory(ResourceClient<Tenant> client, string from) => _following = FollowAsync(client, from);

    public static async Task<TenantHistory> BeginAsync(ResourceClient<Tenant> client)
    {
        var now = await client.ListPageAsync(null, new());
        return new(client, now.Metadata.ResourceVersion!);
    }

    /// <summary>The versions of one Tenant, in order.</summary>
    public IReadOnlyList<Tenant> Of(string name)
    {
        if (_following.IsCompleted)
        {
            throw new InvalidOperationException("The watch of the test ended: what follows would have gaps.", _following.Exception);
        }

        return [.. _versions.Where(tenant => tenant.Metadata.Name == name)];
    }

    /// <summary>Waits until the last version of a Tenant is as wanted, and returns it.</summary>
    public Task<Tenant> UntilAsync(string name, Func<Tenant, bool> wanted, TimeSpan? within = null) =>
        Eventually.Returns(() => Task.FromResult(Of(name) is { Count: > 0 } versions && wanted(versions[^1]) ? versions[^1] : null), within);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task FollowAsync(ResourceClient<Tenant> client, string from)
    {
        while (true)
        {
            try
            {
                await foreach (var change in client.WatchAsync(null, new() { ResourceVersion = from }, _stop.Token))
                {
                    from = Take(change) ?? from;
                }
            }
            catch (Exception e) when (ConnectionFailure.IsOne(e))
            {
                await Task.Delay(WatchPause, TimeProvider.System, _stop.Token);
            }
        }
    }

    private string? Take(WatchEvent<Tenant> change)
    {
        var tenant = change switch
        {
            WatchEvent<Tenant>.Added(var added) => added,
            WatchEvent<Tenant>.Modified(var modified) => modified,
            WatchEvent<Tenant>.Failed(var status) => throw new InvalidOperationException(status.Message),
            _ => null,
        };
        if (tenant is not null)
        {
            _versions.Enqueue(tenant);
        }

        return tenant?.Metadata.ResourceVersion;
    }
}

/// <summary>What a complete history of one Tenant and its Instances says of places and charges, seen from outside.</summary>
internal sealed class TenantAudit
{
    private readonly Dictionary<string, ResourceAmounts> _shown = [];
    private readonly List<string> _admitted = [];
    private readonly Dictionary<long, (string Uid, InstanceReservation Reservation)> _vouchers = [];
    private OpenVouchers _open = new(null);
    private IReadOnlyDictionary<string, LedgerEntry> _pending = new Dictionary<string, LedgerEntry>();

    private TenantAudit(IEnumerable<Tenant> tenants, IEnumerable<Version> instances)
    {
        // Versions are numbers of one count over all kinds.
        var history = tenants.Select(t => (At: Number(t.Metadata.ResourceVersion), Take: (Action)(() => Take(t))))
            .Concat(instances.Select(i => (At: Number(i.Object.Metadata.ResourceVersion), Take: (Action)(() => Take(i)))));
        foreach (var (_, take) in history.OrderBy(one => one.At))
        {
            take();
            var used = Used();
            Most = ResourceAmounts.Max(Most, used);
        }
    }

    /// <summary>The most that was taken at any instant, item by item.</summary>
    public ResourceAmounts Most { get; private set; }

    /// <summary>What is taken in the end.</summary>
    public ResourceAmounts Left => Used();

    /// <summary>The uids that were ever let in, in that order; those of one write in no order.</summary>
    public IReadOnlyList<string> Admitted => _admitted;

    /// <summary>What each of them was charged.</summary>
    public Dictionary<string, long> Charges { get; } = [];

    /// <summary>How many were let in by a voucher before they were charged.</summary>
    public int ByVoucher => _vouchers.Count;

    /// <summary>Where the history says that something was charged twice, or otherwise than before.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>The uids let in by each write.</summary>
    public List<IReadOnlyList<string>> Batches { get; } = [];

    public static TenantAudit Of(IEnumerable<Tenant> tenants, IEnumerable<Version> instances) => new(tenants, instances);

    private void Take(Tenant tenant)
    {
        _pending = tenant.Status?.Ledger?.Pending ?? new Dictionary<string, LedgerEntry>();
        List<string> batch = [.. _pending.Keys.Where(uid => !Charges.ContainsKey(uid))];
        foreach (var (uid, entry) in _pending)
        {
            Charge(uid, entry.Reservation);
        }

        _open = new(tenant.Status?.Ledger);
        foreach (var (uid, reservation) in _vouchers.Where(one => _open.IsClosed(one.Key)).Select(one => one.Value))
        {
            Charge(uid, reservation);
        }

        if (batch.Count > 0)
        {
            Batches.Add(batch);
        }

        if (tenant.Status?.Credits is { } credits && credits.Spent != Charges.Values.Sum())
        {
            Problems.Add($"version {tenant.Metadata.ResourceVersion}: {credits.Spent} spent, but {Charges.Values.Sum()} charged");
        }
    }

    private void Take(Version version)
    {
        var (instance, uid) = (version.Object, version.Object.Metadata.Uid!);
        var released = version.Deleted || (instance.Metadata.IsDeleting() && !instance.Metadata.HasFinalizer(ComputeApi.ForceStopFinalizer));
        _shown[uid] = released ? default : ResourceAmounts.Of(instance.Status?.Reservation);
        if (instance.Status?.Reservation is { } reservation)
        {
            TakeShown(uid, instance, reservation);
        }

        if (released && _vouchers.Values.Any(one => one.Uid == uid) && !Charges.ContainsKey(uid))
        {
            Problems.Add($"{instance.Metadata.Name} went before it was charged");
        }
    }

    private void TakeShown(string uid, Instance instance, InstanceReservation reservation)
    {
        if (Charges.ContainsKey(uid))
        {
            Charge(uid, reservation);
        }
        else if (reservation.Voucher is { } number && _open.Contains(number))
        {
            _vouchers[number] = (uid, reservation);
        }
        else
        {
            Problems.Add($"{instance.Metadata.Name} shows a reservation that no ledger has named, and no voucher of one");
        }
    }

    private void Charge(string uid, InstanceReservation reservation)
    {
        if (!Charges.TryAdd(uid, reservation.Credits))
        {
            if (Charges[uid] != reservation.Credits)
            {
                Problems.Add($"{uid}: charged {Charges[uid]} and {reservation.Credits}");
            }

            return;
        }

        _admitted.Add(uid);
    }

    private ResourceAmounts Used() => _shown.Keys.Union(_pending.Keys).Aggregate(default(ResourceAmounts), (sum, uid) => sum + ResourceAmounts.Max(
        _shown.GetValueOrDefault(uid), ResourceAmounts.Of(_pending.GetValueOrDefault(uid)?.Reservation)));

    private static long Number(string? version) => long.Parse(version!, CultureInfo.InvariantCulture);
}
