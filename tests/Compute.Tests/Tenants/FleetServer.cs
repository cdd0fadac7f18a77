using System.Globalization;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tests.Tenants;

/// <summary>A change of an instance, as a watch would tell it; null: it is gone.</summary>
internal sealed record FleetEvent(long Version, ResourceKey Key, Instance? Instance);

/// <summary>
/// One Tenant and its instances as an API server keeps them: every write names the version it is based on. After each one it checks
/// what must never happen.
/// </summary>
internal sealed class FleetServer
{
    /// <summary>The version before anything happened to an instance.</summary>
    public const long FirstVersion = 100;

    private readonly Dictionary<ResourceKey, Instance> _instances = [];
    private readonly List<FleetEvent> _events = [];
    private readonly Dictionary<string, long> _charged = [];
    private readonly Dictionary<long, (string Uid, long Credits)> _shown = [];
    private readonly HashSet<string> _late = [];
    private long _version = FirstVersion;
    private int _uids;

    public FleetServer(TenantQuota? quota, long? granted) => Tenant = new Tenant
    {
        Metadata = new() { Name = "acme", Uid = "tenant", ResourceVersion = "1", Generation = 1 },
        Spec = new() { Namespaces = ["team"], Quota = quota, Credits = granted is null ? null : new() { Granted = granted } },
    };

    public Tenant Tenant { get; private set; }

    public IReadOnlyList<FleetEvent> Events => _events;

    public IReadOnlyCollection<Instance> Instances => _instances.Values;

    /// <summary>What every instance that was ever let in has been charged, by uid.</summary>
    public IReadOnlyDictionary<string, long> Charged => _charged;

    /// <summary>What is taken, whoever knows of it: by uid the larger of what is shown and what is granted.</summary>
    public ResourceAmounts Used
    {
        get
        {
            var pending = Tenant.Status?.Ledger?.Pending ?? new Dictionary<string, LedgerEntry>();
            var shown = _instances.Values.ToDictionary(i => i.Metadata.Uid!, i => ResourceAmounts.Of(i.Status?.Reservation));
            return shown.Keys.Union(pending.Keys).Aggregate(default(ResourceAmounts), (sum, uid) => sum + ResourceAmounts.Max(
                shown.GetValueOrDefault(uid), ResourceAmounts.Of(pending.GetValueOrDefault(uid)?.Reservation)));
        }
    }

    public Instance? Get(ResourceKey key) => _instances.GetValueOrDefault(key);

    public void Create(string name, string machineType, PowerState power, DateTimeOffset now)
    {
        var key = new ResourceKey("team", name);
        if (!_instances.ContainsKey(key))
        {
            Store(key, new Instance
            {
                Metadata = new() { Name = name, Namespace = "team", Uid = $"uid-{_uids++}", Generation = 1, CreationTimestamp = now, Finalizers = [ComputeApi.ForceStopFinalizer] },
                Spec = new() { MachineType = machineType, PowerState = power, Tenant = "acme" },
            });
        }
    }

    public void ChangeSpec(ResourceKey key, Func<InstanceSpec, InstanceSpec> change)
    {
        var instance = _instances[key];
        Store(key, instance with { Spec = change(instance.Spec), Metadata = instance.Metadata with { Generation = instance.Metadata.Generation + 1 } });
    }

    public void Delete(ResourceKey key, DateTimeOffset now) =>
        Store(key, _instances[key] with { Metadata = _instances[key].Metadata with { DeletionTimestamp = _instances[key].Metadata.DeletionTimestamp ?? now } });

    public void ChangeTenant(Func<TenantSpec, TenantSpec> change) => Tenant = Tenant with
    {
        Spec = change(Tenant.Spec),
        Metadata = Tenant.Metadata with { Generation = Tenant.Metadata.Generation + 1, ResourceVersion = Next() },
    };

    /// <summary>Writes a status; null when the writer's copy is old.</summary>
    public Instance? WriteStatus(Instance basis, InstanceStatus status)
    {
        var key = ResourceKey.Of(basis);
        return IsCurrent(basis) ? Store(key, _instances[key] with { Status = status }) : null;
    }

    /// <summary>Lets go of an instance; null when the writer's copy is old.</summary>
    public Instance? RemoveFinalizer(Instance basis)
    {
        if (!IsCurrent(basis))
        {
            return null;
        }

        Assert.True(basis.Status?.Reservation is null || _charged.ContainsKey(basis.Metadata.Uid!), $"{basis.Metadata.Uid} goes and was not charged");
        var key = ResourceKey.Of(basis);
        _instances.Remove(key);
        _events.Add(new(++_version, key, null));
        return basis;
    }

    /// <summary>Writes the Tenant's status; null when the writer's copy is old.</summary>
    public Tenant? WriteTenant(Tenant basis, TenantStatus status)
    {
        if (basis.Metadata.ResourceVersion != Tenant.Metadata.ResourceVersion)
        {
            return null;
        }

        var (used, vouchers) = (Used, new OpenVouchers(Tenant.Status?.Ledger));
        Tenant = Tenant with { Status = status, Metadata = Tenant.Metadata with { ResourceVersion = Next() } };
        CheckVouchers(vouchers);
        CheckLedger(used);
        return Tenant;
    }

    // A voucher that is closed is charged to whoever shows it, once.
    private void CheckVouchers(OpenVouchers before)
    {
        var after = new OpenVouchers(Tenant.Status!.Ledger);
        foreach (var (number, (uid, credits)) in _shown.Where(one => before.Contains(one.Key) && after.IsClosed(one.Key)))
        {
            _charged.TryAdd(uid, credits);
        }
    }

    private void CheckLedger(ResourceAmounts before)
    {
        foreach (var (uid, entry) in Tenant.Status!.Ledger?.Pending ?? new Dictionary<string, LedgerEntry>())
        {
            if (!_charged.TryAdd(uid, entry.Reservation.Credits))
            {
                Assert.Equal(_charged[uid], entry.Reservation.Credits);
            }
        }

        Assert.Equal(_charged.Values.Sum(), Tenant.Status.Credits!.Spent);
        // What was let in before there were limits, and shows it only now, is nobody's fault.
        var late = _instances.Values.Where(instance => _late.Contains(instance.Metadata.Uid!))
            .Aggregate(default(ResourceAmounts), (sum, instance) => sum + ResourceAmounts.Of(instance.Status?.Reservation));
        var (quota, more, given) = (Tenant.Spec.Quota, Used - before, Used - late);
        Assert.True(more.Instances <= 0 || quota?.Instances is not { } instances || given.Instances <= instances, $"{given} given away of {quota}");
        Assert.True(more.Vcpus <= 0 || quota?.Vcpus is not { } vcpus || given.Vcpus <= vcpus.Value, $"{given} given away of {quota}");
    }

    private bool IsCurrent(Instance basis) =>
        _instances.TryGetValue(ResourceKey.Of(basis), out var now)
        && now.Metadata.Uid == basis.Metadata.Uid && now.Metadata.ResourceVersion == basis.Metadata.ResourceVersion;

    private Instance Store(ResourceKey key, Instance instance)
    {
        instance = instance with { Metadata = instance.Metadata with { ResourceVersion = Next() } };
        if (instance.Status?.Reservation is { } reservation)
        {
            CheckReservation(instance.Metadata.Uid!, reservation);
        }

        _instances[key] = instance;
        _events.Add(new(_version, key, instance));
        return instance;
    }

    private void CheckReservation(string uid, InstanceReservation reservation)
    {
        if (_charged.TryGetValue(uid, out var charged))
        {
            // Of two leaders, one may have charged for what it was, and the other have let it in by a voucher as what it is now.
            Assert.True(charged == reservation.Credits || reservation.Voucher is not null, $"{uid} was charged {charged} and shows {reservation.Credits}");
            return;
        }

        Assert.True(
            reservation.Voucher is { } number && new OpenVouchers(Tenant.Status?.Ledger).Contains(number), $"{uid} is in without a charge or a voucher to be charged by");
        if (_shown.TryAdd(reservation.Voucher.Value, (uid, reservation.Credits)))
        {
            if (TenantAccess.HasLimits(Tenant))
            {
                _late.Add(uid);
            }
        }

        Assert.Equal((uid, reservation.Credits), _shown[reservation.Voucher.Value]);
    }

    private string Next() => (++_version).ToString(CultureInfo.InvariantCulture);
}
