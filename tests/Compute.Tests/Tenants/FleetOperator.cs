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

    public void Die() => _isDead = true;

    public void SeeTenant() => _tenant = Newer(_server.Tenant, _tenant) ? _server.Tenant : _tenant;

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
    public FleetWrite? LookAtTenant(DateTimeOffset now)
    {
        if (_isWriting)
        {
            return null;
        }

        while (TenantBook.NewestSeen(_tenant) is { } version && _delivered < _server.Events.Count && _server.Events[_delivered].Version <= Number(version))
        {
            See(1);
        }

        foreach (var key in _book.TakeUnassessed())
        {
            Ask(_cache[key], now);
        }

        var (basis, plan) = (_tenant, _book.Plan(_tenant, _ => Seen(), now));
        CheckOrder(plan);
        if (Json(plan.Status) == Json(basis.Status ?? new()))
        {
            return null;
        }

        // Through JSON, as the server would return it.
        var status = JsonSerializer.Deserialize(Json(plan.Status), EntitiesJsonContext.Default.TenantStatus)!;
        _isWriting = true;
        return new(
            () => _server.WriteTenant(basis, status),
            written =>
            {
                _isWriting = false;
                _tenant = written is Tenant tenant && Newer(tenant, _tenant) ? tenant : _tenant;
                _book.Ended(plan, written is not null);
            },
            () => _isDead);
    }

    /// <summary>Looks at an instance; returns the write that it comes to, if any.</summary>
    public async Task<FleetWrite?> LookAtAsync(ResourceKey key, DateTimeOffset now)
    {
        var instance = _cache[key];
        var references = References(instance);
        references = references with { Admission = Ask(instance, now) };
        var pass = await InstancePass.RunAsync(instance, references, Provider, now, () => true, CancellationToken.None);
        if (pass.Finished)
        {
            return TenantBook.LetsGo(_tenant, instance) ? new(() => _server.RemoveFinalizer(instance), _ => { }, () => _isDead) : null;
        }

        if (pass.Plan.Step.Action is Verb.Create or Verb.SetPower { Target: PowerState.Running })
        {
            var size = ResourceAmounts.Of(pass.Status.MachineType!);
            Assert.True(ResourceAmounts.Of(pass.Status.Reservation).Covers(size), $"powered on as {size} with {pass.Status.Reservation}");
        }

        var status = JsonSerializer.Deserialize(Json(pass.Status), EntitiesJsonContext.Default.InstanceStatus)!;
        return Json(status) == Json(instance.Status ?? new()) ? null : new(() => _server.WriteStatus(instance, status), written => Take(key, written), () => _isDead);
    }

    private void Take(ResourceKey key, IKubernetesObject? written)
    {
        if (written is Instance instance && _cache.TryGetValue(key, out var known) && Newer(instance, known))
        {
            Put(key, instance);
        }
    }

    // Whoever is let in is older than all who could be let in some day and are not.
    private void CheckOrder(TenantPlan plan)
    {
        if (plan.Grants.Select(grant => grant.Request).Max(AdmissionRequest.OldestFirst) is not { } youngest)
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
        var answer = _book.Ask(_tenant, instance, AdmissionRequest.Of(instance, References(instance)), now, out _);
        if (answer is Admission.Reserved { Has.Voucher: not null })
        {
            _letInByVoucher.Add(instance.Metadata.Uid!);
        }

        return answer;
    }

    private void Put(ResourceKey key, Instance? instance)
    {
        _cache.Remove(key, out var before);
        if (instance is not null)
        {
            _cache[key] = instance;
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
