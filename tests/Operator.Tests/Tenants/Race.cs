using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Tenants;

/// <summary>Many Instances for few places, or for as many as they like; whoever has run is deleted, so that others get theirs. It is watched from outside, version by version.</summary>
internal sealed class Race : IAsyncDisposable
{
    public const int Instances = 200;
    public const int Places = 50;

    /// <summary>What one of them costs.</summary>
    public const int Cost = 22;

    private const string Name = "race";
    private readonly InstalledCluster _cluster;
    private readonly CancellationTokenSource _stop = new();
    private Task _deleting = Task.CompletedTask;
    private readonly int? _places;
    private int _mostDeleted;

    private Race(InstalledCluster cluster, Sandbox sandbox, TenantHistory tenants, int? places) => (_cluster, Sandbox, Tenants, _places) = (cluster, sandbox, tenants, places);

    public Sandbox Sandbox { get; }

    public TenantHistory Tenants { get; }

    /// <summary>How many were let in so far, as their own history shows.</summary>
    public int Admitted => Sandbox.History.Names.Count(
        name => Sandbox.History.Of(name).Any(version => version.Object.Holds(InstanceConditions.QuotaReserved)));

    /// <summary>The highest number of a voucher that the tenant has issued; 0: none.</summary>
    public long LastVoucher => Tenants.Of(Name) is [.., var now] ? now.Status?.Ledger?.LastVoucher ?? 0 : 0;

    public static async Task<Race> PrepareAsync(InstalledCluster cluster, long granted = Instances * Cost)
    {
        var race = new Race(cluster, await cluster.SandboxAsync(), await TenantHistory.BeginAsync(cluster.Tenants), Places);
        (await race.Sandbox.ApplyNamedTenantAsync(Name, $"namespaces: ['*'], quota: {{ instances: {Places} }}, credits: {{ granted: {granted} }}")).Succeeded();
        return race;
    }

    /// <summary>A tenant without limits.</summary>
    public static async Task<Race> PrepareOpenAsync(InstalledCluster cluster)
    {
        var race = new Race(cluster, await cluster.SandboxAsync(), await TenantHistory.BeginAsync(cluster.Tenants), places: null);
        (await race.Sandbox.ApplyNamedTenantAsync(Name, "namespaces: ['*']")).Succeeded();
        return race;
    }

    /// <summary>All ask at once.</summary>
    public Task CreateAsync() => CreateAsync(0, Instances);

    /// <summary>So many ask at once, from that one on.</summary>
    public Task CreateAsync(int first, int count) => Parallel.ForEachAsync(
        Enumerable.Range(first, count),
        new ParallelOptions { MaxDegreeOfParallelism = 8 },
        async (i, cancellation) => await _cluster.Instances.CreateAsync(
            new Instance
            {
                ApiVersion = "compute.iaas.dev/v1",
                Kind = "Instance",
                Metadata = new() { Name = $"i-{i:000}", Namespace = Sandbox.Namespace },
                Spec = new() { MachineType = "small", Tenant = Name },
            },
            "race",
            cancellation));

    /// <summary>Waits until every place is taken and everybody else has been told to wait.</summary>
    public Task FullAsync() => Eventually.Holds(
        () => Sandbox.History.Names.Count(name => Sandbox.History.Latest(name)?.Status?.Phase == InstancePhase.Running) == Places
            && Sandbox.History.Names.Count(name => Sandbox.History.Latest(name) is { } i && i.Condition(InstanceConditions.QuotaReserved)?.Reason == "QuotaExceeded")
                == Instances - Places,
        TimeSpan.FromMinutes(10));

    /// <summary>From now on whoever runs is deleted, until there were so many.</summary>
    public void BeginDeleting(int most = Instances)
    {
        _mostDeleted = most;
        _deleting = DeleteAsync();
    }

    /// <summary>So many more may be deleted.</summary>
    public void DeleteMore(int more) => Interlocked.Add(ref _mostDeleted, more);

    /// <summary>Waits until all have been in and are gone.</summary>
    public async Task OverAsync()
    {
        for (var i = 0; i < Instances; i++)
        {
            await Sandbox.History.GoneAsync($"i-{i:000}", TimeSpan.FromMinutes(10));
        }

        await _stop.CancelAsync();
        await _deleting;
        await Tenants.UntilAsync(Name, tenant => tenant.Status is { Ledger.Pending: null, Usage.Instances.Used.Value: 0, Waiting: 0 });
    }

    /// <summary>What it looked like from outside.</summary>
    public TenantAudit Audit()
    {
        Sandbox.History.ThrowIfEnded();
        return TenantAudit.Of(Tenants.Of(Name), Sandbox.History.All);
    }

    /// <summary>The Instances in the order in which they have to be let in.</summary>
    public IReadOnlyList<string> InOrder() =>
    [
        .. Sandbox.History.Names.Select(name => Sandbox.History.Of(name).First().Object.Metadata)
            .OrderBy(metadata => metadata.CreationTimestamp).ThenBy(metadata => metadata.Name, StringComparer.Ordinal).Select(metadata => metadata.Uid!),
    ];

    /// <summary>Nobody was let in beyond the quota, nobody was left out, and everybody was charged once.</summary>
    public TenantAudit AssertFair()
    {
        var audit = Audit();
        Assert.Equal(_places ?? audit.Most.Instances, audit.Most.Instances);
        Assert.Equal(default, audit.Left);
        Assert.Equal(Instances, audit.Admitted.Count);
        Assert.Empty(audit.Problems);
        Assert.Equal(Instances * Cost, audit.Charges.Values.Sum());
        Assert.Equal(Instances * Cost, Tenants.Of(Name)[^1].Status!.Credits!.Spent);
        Assert.Empty(HistoryLaws.Broken(Sandbox.History.All));
        return audit;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _deleting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Tenants.DisposeAsync();
        await Sandbox.DisposeAsync();
        _stop.Dispose();
    }

    private async Task DeleteAsync()
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        HashSet<string> deleted = [];
        while (!_stop.IsCancellationRequested)
        {
            var next = deleted.Count >= Volatile.Read(ref _mostDeleted) ? null
                : Sandbox.History.Names.FirstOrDefault(name => !deleted.Contains(name) && Sandbox.History.Latest(name)?.Status?.Phase == InstancePhase.Running);
            if (next is not null && deleted.Add(next))
            {
                await _cluster.Instances.DeleteAsync(new(Sandbox.Namespace, next), new());
            }

            await pace.WaitForNextTickAsync();
        }
    }
}
