using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>A version of an Instance, as a watch reported it.</summary>
internal sealed record Version(Instance Object, bool Deleted)
{
    public InstancePhase? Phase => Object.Status?.Phase;
}

/// <summary>
/// Every version of every Instance of a namespace, by a watch that goes on from the last version seen when the API server
/// ends it or the connection breaks, and never lists anew: a server that cannot go on without a gap says so (410), and that fails the test.
/// </summary>
internal sealed class InstanceHistory : IAsyncDisposable
{
    private static readonly TimeSpan WatchPause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Version>> _byName = new();
    private readonly ConcurrentQueue<Version> _all = new();
    private readonly Task _following;

    private long _newest;

    private InstanceHistory(ResourceClient<Instance> client, string ns, string from) => _following = FollowAsync(client, ns, from);

    /// <summary>Every version of every Instance, in order.</summary>
    public IReadOnlyCollection<Version> All => _all;

    public IEnumerable<string> Names => _byName.Keys;

    public static async Task<InstanceHistory> BeginAsync(ResourceClient<Instance> client, string ns)
    {
        var now = await client.ListPageAsync(ns, new());
        return new(client, ns, now.Metadata.ResourceVersion!);
    }

    /// <summary>The versions of one name; several Instances may have had it.</summary>
    public IReadOnlyCollection<Version> Of(string name) => _byName.TryGetValue(name, out var versions) ? versions : [];

    /// <summary>The Instance as it is now; null when there is none.</summary>
    public Instance? Latest(string name)
    {
        ThrowIfEnded();
        return Of(name) is { Count: > 0 } versions && versions.Last() is { Deleted: false } last ? last.Object : null;
    }

    /// <summary>The phases that the last Instance of that name went through, as written on the wire.</summary>
    public IReadOnlyList<InstancePhase> Phases(string name)
    {
        var versions = Of(name);
        var uid = versions.Last().Object.Metadata.Uid;
        List<InstancePhase> phases = [];
        foreach (var version in versions.Where(version => version.Object.Metadata.Uid == uid))
        {
            if (version.Phase is { } phase && (phases.Count == 0 || phases[^1] != phase))
            {
                phases.Add(phase);
            }
        }

        return phases;
    }

    /// <summary>Waits until an Instance is as wanted, and returns it.</summary>
    public async Task<Instance> UntilAsync(string name, Func<Instance, bool> wanted, TimeSpan? within = null)
    {
        try
        {
            return await Eventually.Returns(() => Task.FromResult(Latest(name) is { } latest && wanted(latest) ? latest : null), within);
        }
        catch (Xunit.Sdk.XunitException e)
        {
            throw new InvalidOperationException($"{e.Message}\n{Describe(name)}", e);
        }
    }

    /// <summary>What is known of an Instance, for the message of a failing test.</summary>
    public string Describe(string name)
    {
        var latest = Latest(name);
        return Of(name).Count == 0 ? $"{name} was never seen" : latest is null ? $"{name} is gone"
            : $"{name}: {string.Join(" -> ", Phases(name))}, wanted {latest.Spec.PowerState}\n"
                + JsonSerializer.Serialize(latest.Status!, EntitiesJsonContext.Default.InstanceStatus);
    }

    /// <summary>Waits until an Instance is in a phase and Ready there.</summary>
    public Task<Instance> SettledAsync(string name, InstancePhase phase, TimeSpan? within = null) => UntilAsync(
        name,
        instance => instance.Status?.Phase == phase && instance.Holds(InstanceConditions.Ready)
            && instance.Status.ObservedGeneration == instance.Metadata.Generation,
        within);

    /// <summary>Waits until whatever was written up to a version has been seen here.</summary>
    public Task ReachedAsync(string version)
    {
        var wanted = Number(version);
        return Eventually.Holds(
            () =>
            {
                ThrowIfEnded();
                return Volatile.Read(ref _newest) >= wanted;
            },
            what: $"the watch has reached version {version}");
    }

    /// <summary>Waits until an Instance is no more.</summary>
    public Task GoneAsync(string name, TimeSpan? within = null) =>
        Eventually.Holds(() => Of(name) is { Count: > 0 } versions && versions.Last().Deleted, within, $"{name} is gone");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>Fails if a version may have been missed.</summary>
    public void ThrowIfEnded()
    {
        if (_following.IsCompleted)
        {
            throw new InvalidOperationException("The watch of the test ended: what follows would have gaps.", _following.Exception);
        }
    }

    private static long Number(string version) => long.Parse(version, CultureInfo.InvariantCulture);

    private async Task FollowAsync(ResourceClient<Instance> client, string ns, string from)
    {
        Volatile.Write(ref _newest, Number(from));
        while (true)
        {
            try
            {
                await foreach (var change in client.WatchAsync(ns, new() { ResourceVersion = from }, _stop.Token))
                {
                    from = Take(change) ?? from;
                    Volatile.Write(ref _newest, Number(from));
                }
            }
            catch (Exception e) when (ConnectionFailure.IsOne(e))
            {
                await Task.Delay(WatchPause, TimeProvider.System, _stop.Token);
            }
        }
    }

    private string? Take(WatchEvent<Instance> change) => change switch
    {
        WatchEvent<Instance>.Added(var instance) => Take(new Version(instance, false)),
        WatchEvent<Instance>.Modified(var instance) => Take(new Version(instance, false)),
        WatchEvent<Instance>.Deleted(var instance) => Take(new Version(instance, true)),
        WatchEvent<Instance>.Bookmark(var version, _) => version,
        WatchEvent<Instance>.Malformed(var malformed) => malformed.Metadata.ResourceVersion,
        WatchEvent<Instance>.Failed(var status) => throw new InvalidOperationException(status.Message),
        _ => null,
    };

    private string? Take(Version version)
    {
        _byName.GetOrAdd(version.Object.Metadata.Name!, _ => []).Enqueue(version);
        _all.Enqueue(version);
        return version.Object.Metadata.ResourceVersion;
    }
}
