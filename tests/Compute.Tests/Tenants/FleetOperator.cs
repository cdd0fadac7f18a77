using System.Globalization;
using System.Text.Json;
using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Providers.Simulated;

namespace ComputeOperator.Compute.Tests.Tenants;

/// <summary>
/// One process of the operator: what it has seen so far, and the pure core that decides on it. Each of its writes is an action that
/// reaches the server later, or never.
/// </summary>
internal sealed class FleetOperator
{
    private static readonly SimulatedProvider Provider = new(new SimulatedProviderOptions { CreateDelay = TimeSpan.Zero, RestartDelay = TimeSpan.Zero });

    private readonly FleetServer _server;
    private readonly TenantBook _book = new();
    private readonly Dictionary<ResourceKey, Instance> _cache = [];
    private readonly HashSet<string> _letInByVoucher = [];
    private Tenant _tenant;
    private int _delivered;
    private readonly HashSet<ResourceKey> _due = [];
    private bool _isTenantDue = true;
    private bool _isWriting;
    private bool _isDead;

    /// <summary>A process that has just listed everything.</summary>
    public FleetOperator(FleetServer server)
    {
        (_server, _tenant) = (server, server.Tenant);
        foreach (var instance in server.Instances)
        {
            Put(ResourceKey.Of(instance), instance);
        }

        _delivered = server.Events.Count;
    }

    public static IReadOnlyDictionary<string, MachineTypeSpec> MachineTypes { get; } = new Dictionary<string, MachineTypeSpec>
    {
        ["small"] = new() { Vcpus = new(1), Memory = new(1073741824m, binary: true) },
        ["large"] = new() { Vcpus = new(4), Memory = new(8589934592m, binary: true) },
    };

    public IReadOnlyCollection<ResourceKey> Keys => _cache.Keys;

    /// <summary>Whether it knows all that has happened.</summary>
    public bool IsUpToDate => _delivered == _server.Events.Count && _tenant == _server.Tenant;

    /// <summary>The instances that it has a reason to look at.</summary>
    public IReadOnlyCollection<ResourceKey> Due => _due;

    /// <summary>Whether it has a reason to look at the tenant, and may.</summary>
    public bool IsTenantDue => _isTenantDue && !_isWriting;

    public void Die() => _isDead = true;

    public void SeeTenant()
    {
        if (!Newer(_server.Tenant, _tenant))
        {
            return;
        }

        var before = _tenant.Spec;
        (_tenant, _isTenantDue) = (_server.Tenant, true);
        if (before.Suspended != _tenant.Spec.Suspended || !before.Namespaces.SequenceEqual(_tenant.Spec.Namespaces))
        {
            _due.UnionWith(_cache.Keys);
        }
    }

    public void See(int events)
    {
        for (; events > 0 && _delivered < _server.Events.Count; events--)
        {
            var (version, key, instance) = _server.Events[_delivered++];
            // An own write that is in the cache already is newer than what the watch still brings.
            var isKnown = _cache.TryGetValue(key, out var known);
            if (instance is not null ? !isKnown || Newer(instance, known!) : isKnown && VersionOf(known!) < version)
            {
                Put(key, instance);
            }
        }
    }

    /// <summary>Looks at the tenant, unless it is being written; returns the write that it comes to, if any.</summary>
    /// <param name="now">The time.</param>
    /// <param name="mayReport">Whether its figures may be written now if nobody waits for that.</param>
    public FleetWrite? LookAtTenant(DateTimeOffset now, bool mayReport)
    {
        if (_isWriting || (!_book.IsAwaited && _tenant.Status?.ObservedGeneration == _tenant.Metadata.Generation && !mayReport))
        {
            return null;
        }

        _isTenantDue = false;
        CatchUp();
        _book.Assess(_tenant, key => _cache[key], instance => AdmissionRequest.Of(instance, References(instance)));
        var (basis, plan) = (_tenant, _book.Plan(_tenant, _ => Seen(), now));
        CheckOrder(plan);
        _due.UnionWith(plan.Told.Where(_cache.ContainsKey));
        if (Json(plan.Status) == Json(basis.Status ?? new()))
        {
            return null;
        }

        if (!plan.IsUrgent && !mayReport)
        {
            _isTenantDue = true;
            if (plan is { Grants.Count: > 0, Told.Count: > 0 })
            {
                _book.Ended(plan, persisted: false);
            }

            return null;
        }

        // Through JSON, as the server would return it.
        var status = JsonSerializer.Deserialize(Json(plan.Status), EntitiesJsonContext.Default.TenantStatus)!;
        _isWriting = true;
        return new(() => _server.WriteTenant(basis, status), written => Take(plan, (Tenant?)written), () => _isDead);
    }

    /// <summary>Looks at an instance; returns the write that it comes to, if any.</summary>
    public async Task<FleetWrite?> LookAtAsync(ResourceKey key, DateTimeOffset now)
    {
        _due.Remove(key);
        var instance = _cache[key];
        var references = References(instance);
        references = references with { Admission = Ask(instance, now) };
        var pass = await InstancePass.RunAsync(instance, references, Provider, now, () => true, CancellationToken.None);
        if (pass.Finished)
        {
            var letsGo = TenantBook.LetsGo(_tenant, instance);
            // In vain where the answer to the write that charged for it was lost: it is not told then.
            LookAgain(key, !letsGo);
            _isTenantDue |= !letsGo;
            return letsGo ? new(() => _server.RemoveFinalizer(instance), done => LookAgain(key, done is null), () => _isDead) : null;
        }

        if (pass.Plan.Step.Action is Verb.Create or Verb.SetPower { Target: PowerState.Running })
        {
            var size = ResourceAmounts.Of(pass.Status.MachineType!);
            Assert.True(ResourceAmounts.Of(pass.Status.Reservation).Covers(size), $"powered on as {size} with {pass.Status.Reservation}");
        }

        var status = JsonSerializer.Deserialize(Json(pass.Status), EntitiesJsonContext.Default.InstanceStatus)!;
        var goesOn = pass.Plan.Step is Step.Enter or Step.Perform or Step.BackOff or Step.Wait { For: not null };
        if (Json(status) == Json(instance.Status ?? new()))
        {
            LookAgain(key, goesOn);
            return null;
        }

        return new(() => _server.WriteStatus(instance, status), written => Take(key, (Instance?)written, goesOn), () => _isDead);
    }

    private void CatchUp()
    {
        while (TenantBook.NewestSeen(_tenant) is { } version && _delivered < _server.Events.Count && _server.Events[_delivered].Version <= Number(version))
        {
            See(1);
        }
    }

    private void Take(TenantPlan plan, Tenant? written)
    {
        _isWriting = false;
        _tenant = written is not null && Newer(written, _tenant) ? written : _tenant;
        _book.Ended(plan, written is not null);
        _isTenantDue |= written is null || _book.IsAwaited;
        _due.UnionWith(written is null ? [] : Affected(plan).Where(_cache.ContainsKey));
    }

    private static IEnumerable<ResourceKey> Affected(TenantPlan plan) =>
        plan.Grants.Select(grant => grant.Request.Key).Concat(plan.Charges.Where(charge => charge.IsLeaving).Select(charge => charge.Key));

    private void Take(ResourceKey key, Instance? written, bool goesOn)
    {
        if (written is not null && _cache.TryGetValue(key, out var known) && Newer(written, known))
        {
            // An own write is no reason to look again.
            var wasDue = _due.Contains(key);
            Put(key, written);
            _due.Remove(key);
            LookAgain(key, wasDue);
        }

        LookAgain(key, written is null || goesOn);
    }

    private void LookAgain(ResourceKey key, bool isDue)
    {
        if (isDue && _cache.ContainsKey(key))
        {
            _due.Add(key);
        }
    }

    // Whoever is let in, where there are limits, is older than all who could be let in some day and are not.
    private void CheckOrder(TenantPlan plan)
    {
        if (!TenantAccess.HasLimits(_tenant) || plan.Grants.Select(grant => grant.Request).Max(AdmissionRequest.OldestFirst) is not { } youngest)
        {
            return;
        }

        var (spec, pending) = (_tenant.Spec, plan.Status.Ledger!.Pending!);
        // Those by a voucher are in already, and do not show it yet.
        var overtaken = _cache.Values
            .Where(instance => !pending.ContainsKey(instance.Metadata.Uid!) && !_letInByVoucher.Contains(instance.Metadata.Uid!))
            .Select(instance => AdmissionRequest.Of(instance, References(instance)))
            .Where(request => request is not null && AdmissionRequest.OldestFirst.Compare(request, youngest) < 0
                && (spec.Quota?.Instances ?? int.MaxValue) > 0 && request.Need.Vcpus <= (spec.Quota?.Vcpus?.Value ?? decimal.MaxValue)
                && (!request.IsNew || request.Need.Cost <= (spec.Credits?.Granted ?? long.MaxValue) - plan.Status.Credits!.Spent))
            .Select(request => request!.Key);
        Assert.Empty(overtaken);
    }

    private Admission Ask(Instance instance, DateTimeOffset now)
    {
        var answer = _book.Ask(_tenant, instance, AdmissionRequest.Of(instance, References(instance)), now, out var isNews);
        _isTenantDue |= isNews;
        if (answer is Admission.Reserved { Has.Voucher: not null })
        {
            _letInByVoucher.Add(instance.Metadata.Uid!);
        }

        return answer;
    }

    private void Put(ResourceKey key, Instance? instance)
    {
        _cache.Remove(key, out var before);
        _due.Remove(key);
        _isTenantDue = true;
        if (instance is not null)
        {
            _cache[key] = instance;
            _due.Add(key);
        }

        _book.Observe(key, before, instance);
    }

    private string Seen() => (_delivered == 0 ? FleetServer.FirstVersion : _server.Events[_delivered - 1].Version).ToString(CultureInfo.InvariantCulture);

    private static References References(Instance instance) => new()
    {
        ProviderName = Provider.Name,
        Provider = Provider.Capabilities,
        KnownProviders = [Provider.Name],
        MachineType = MachineTypes[instance.Spec.MachineType],
    };

    private static long VersionOf(IKubernetesObject item) => Number(item.Metadata.ResourceVersion!);

    private static bool Newer(IKubernetesObject one, IKubernetesObject other) => VersionOf(one) > VersionOf(other);

    private static long Number(string version) => long.Parse(version, CultureInfo.InvariantCulture);

    private static string Json(TenantStatus status) => JsonSerializer.Serialize(status, EntitiesJsonContext.Default.TenantStatus);

    private static string Json(InstanceStatus status) => JsonSerializer.Serialize(status, EntitiesJsonContext.Default.InstanceStatus);
}
