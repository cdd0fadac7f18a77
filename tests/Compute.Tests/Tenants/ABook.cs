using System.Globalization;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tests.Tenants;

/// <summary>A book with its Tenant, where every write arrives at once.</summary>
internal sealed class ABook(Tenant tenant)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TenantBook _book = new();
    private readonly Dictionary<string, Instance> _instances = [];
    private int _version = 10;

    public Tenant Current { get; private set; } = tenant;

    public bool IsAwaited => _book.IsAwaited;

    /// <summary>The newest version that the book has observed.</summary>
    public string Newest => _version.ToString(CultureInfo.InvariantCulture);

    public int Waiting => Current.Status!.Waiting ?? 0;

    public static Tenant Tenant(TenantQuota? quota = null, long? granted = null, string[]? namespaces = null) => new()
    {
        Metadata = new() { Name = "acme", Uid = "t", ResourceVersion = "1", Generation = 1 },
        Spec = new() { Namespaces = namespaces ?? ["*"], Quota = quota, Credits = new() { Granted = granted } },
    };

    /// <summary>An instance asks for so many vCPUs, and is told.</summary>
    public Admission Ask(string name, int vcpus, int age = 0) => Ask(name, Machine(vcpus), age);

    /// <summary>An instance asks for that, and is told.</summary>
    public Admission Ask(string name, ResourceAmounts need, int age = 0)
    {
        if (!_instances.TryGetValue(name, out var instance))
        {
            instance = new Instance
            {
                Metadata = new() { Name = name, Namespace = "team", Uid = name, CreationTimestamp = Start.AddSeconds(-age), ResourceVersion = Next() },
                Spec = new() { MachineType = "any", Tenant = "acme" },
            };
            _instances[name] = instance;
            _book.Observe(ResourceKey.Of(instance), null, instance);
        }

        return Ask(instance, need);
    }

    /// <summary>The tenant is looked at, and what comes of it is persisted.</summary>
    public TenantPlan Look()
    {
        var plan = _book.Plan(Current, _ => Newest, Start);
        Current = Current with { Status = plan.Status };
        _book.Ended(plan, persisted: true);
        return plan;
    }

    /// <summary>The tenant is looked at and what comes of it is persisted, but whoever wrote it is not told so.</summary>
    public void LookLosingTheAnswer()
    {
        var plan = _book.Plan(Current, _ => Newest, Start);
        _book.Ended(plan, persisted: false);
        Current = Current with { Status = plan.Status };
    }

    /// <summary>An instance shows in its status what it was given.</summary>
    public void Show(string name) => Change(name, instance => instance with
    {
        Status = new() { Reservation = Current.Status!.Ledger!.Pending![name].Reservation },
    });

    /// <summary>An instance asks, and is let in at once by a voucher.</summary>
    public InstanceReservation LetIn(string name, int vcpus)
    {
        var has = Assert.IsType<Admission.Reserved>(Ask(name, vcpus)).Has!;
        Assert.NotNull(has.Voucher);
        return has;
    }

    /// <summary>An instance shows that in its status.</summary>
    public void Show(string name, InstanceReservation reservation) =>
        Change(name, instance => instance with { Status = new() { Reservation = reservation } });

    public void Delete(string name) =>
        Change(name, instance => instance with { Metadata = instance.Metadata with { DeletionTimestamp = Start, Finalizers = [ComputeApi.ForceStopFinalizer] } });

    public bool LetsGo(string name) => TenantBook.LetsGo(Current, _instances[name]);

    public bool LetsGoWithoutTenant(string name) => TenantBook.LetsGo(null, _instances[name]);

    public string VersionOf(string name) => _instances[name].Metadata.ResourceVersion!;

    public void WipeStatus(int version) => Current = Current with
    {
        Status = null,
        Metadata = Current.Metadata with { ResourceVersion = version.ToString(CultureInfo.InvariantCulture) },
    };

    /// <summary>Another Tenant has the name now.</summary>
    public void Replace(Tenant other) => Current = other;

    public void Remove(string name)
    {
        _instances.Remove(name, out var gone);
        Next();
        _book.Observe(ResourceKey.Of(gone!), gone, null);
    }

    /// <summary>An instance goes, and somebody who still has a copy of it asks for it.</summary>
    public Admission RemoveAndAsk(string name, int vcpus)
    {
        var copy = _instances[name];
        Remove(name);
        return Ask(copy, Machine(vcpus));
    }

    /// <summary>An instance cannot be read any more, and somebody who still has a copy of it asks for it.</summary>
    public Admission WithdrawAndAsk(string name, int vcpus)
    {
        _book.Withdraw(ResourceKey.Of(_instances[name]), name);
        return Ask(_instances[name], Machine(vcpus));
    }

    public void Change(string name, Func<Instance, Instance> change)
    {
        var (before, after) = (_instances[name], change(_instances[name]));
        _instances[name] = after = after with { Metadata = after.Metadata with { ResourceVersion = Next() } };
        _book.Observe(ResourceKey.Of(before), before, after);
    }

    public void ChangeTenant(Func<TenantSpec, TenantSpec> change) => Current = Current with
    {
        Spec = change(Current.Spec),
        Metadata = Current.Metadata with { Generation = Current.Metadata.Generation + 1 },
    };

    private static ResourceAmounts Machine(int vcpus) => new(1, vcpus, 1073741824m, 10737418240m);

    private Admission Ask(Instance instance, ResourceAmounts need)
    {
        var request = new AdmissionRequest(
            ResourceKey.Of(instance), instance.Metadata.Uid!, instance.Metadata.CreationTimestamp!.Value, instance.Metadata.ResourceVersion!, need,
            instance.Status?.Reservation is null);
        return _book.Ask(Current, instance, ResourceAmounts.Of(instance.Status?.Reservation).Covers(need) ? null : request, Start.AddSeconds(1), out _);
    }

    private string Next()
    {
        _version++;
        return Newest;
    }
}
