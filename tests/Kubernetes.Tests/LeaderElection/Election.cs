using System.Collections.Concurrent;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.LeaderElection;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.LeaderElection;

/// <summary>
/// Some candidates for one lease on the real API server. Time moves in small steps for all of them, and after each the
/// law is checked: at no instant do two lead.
/// </summary>
internal sealed class Election : IAsyncDisposable
{
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private readonly List<Candidate> _candidates = [];
    private readonly ConcurrentQueue<string> _violations = [];
    private readonly ControlPlane _plane;
    private readonly KubernetesClientConfiguration _configuration;
    private long _newest;

    private Election(ControlPlane plane, string ns) =>
        (_plane, Namespace, _configuration) = (plane, ns, new KubeConfigLoader { Path = plane.Kubeconfig }.Load());

    public string Namespace { get; }

    /// <summary>Time that has passed.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>The newest version of the lease that a candidate has written.</summary>
    public long Newest => Volatile.Read(ref _newest);

    public IEnumerable<Candidate> Leaders => _candidates.Where(candidate => candidate.Leads);

    public static async Task<Election> NewAsync(string test)
    {
        var plane = await ControlPlane.GetAsync();
        return new(plane, await plane.NewNamespaceAsync(test));
    }

    public LeaderElectionOptions Options(string name) => new()
    {
        LeaseName = "operator",
        Namespace = Namespace,
        Identity = name,
        RenewDeadline = OwnClock.RequestLimit * 2,
        StopTimeout = OwnClock.StopLimit,
    };

    public Candidate Candidate(string name, TimeSpan skew = default, LeaderElectionOptions? options = null)
    {
        var candidate = new Candidate(this, _configuration, options ?? Options(name), skew);
        _candidates.Add(candidate);
        return candidate;
    }

    /// <summary>Starts a candidate and waits until it leads.</summary>
    public async Task<Candidate> LeaderAsync(string name, TimeSpan skew = default)
    {
        var candidate = Candidate(name, skew).Start();
        await UntilAsync(() => candidate.Leads, TimeSpan.FromSeconds(3), $"{name} leads");
        return candidate;
    }

    /// <summary>Starts a candidate and waits until it has seen who leads.</summary>
    public async Task<Candidate> StandbyAsync(string name, TimeSpan skew = default)
    {
        var candidate = Candidate(name, skew).Start();
        await UntilAsync(
            () => candidate.Elector.State.StartsWith("standby, lease held by", StringComparison.Ordinal), TimeSpan.FromSeconds(3), $"{name} stands by");
        await Eventually.Holds(() => candidate.Network.Sent.Any(request => request.IsWatch));
        return candidate;
    }

    /// <summary>Lets time pass until something holds; returns how long it took. Fails when it took longer than allowed.</summary>
    public async Task<TimeSpan> UntilAsync(Func<bool> condition, TimeSpan within, string what)
    {
        var began = Elapsed;
        await SettleAsync();
        while (!condition())
        {
            Assert.True(Elapsed - began <= within, $"After {within} still not: {what}");
            await StepAsync();
        }

        return Elapsed - began;
    }

    public async Task PassAsync(TimeSpan time)
    {
        for (var until = Elapsed + time; Elapsed < until;)
        {
            await StepAsync();
        }
    }

    /// <summary>A candidate began to lead: no other may.</summary>
    public void Began(Candidate leader)
    {
        foreach (var other in _candidates.Where(other => other != leader && other.Leads))
        {
            _violations.Enqueue($"{Elapsed}: {leader.Name} began to lead while {other.Name} led");
        }
    }

    /// <summary>A candidate has written a version of the lease.</summary>
    public void Wrote(long version)
    {
        for (var known = Newest; known < version;)
        {
            known = Interlocked.CompareExchange(ref _newest, version, known) == known ? version : Newest;
        }
    }

    public async Task<string> KubectlAsync(params string[] arguments) =>
        (await _plane.Kubectl.RunAsync([.. arguments, "--namespace", Namespace])).Succeeded();

    public Task<string> LeaseAsync(string path) => KubectlAsync("get", "lease", "operator", "-o", $"jsonpath={{{path}}}");

    public async ValueTask DisposeAsync()
    {
        foreach (var candidate in _candidates)
        {
            candidate.Reconnect();
            candidate.Resume();
            var stopped = candidate.StopAsync();
            while (!stopped.IsCompleted)
            {
                candidate.Advance(Step);
                await SettleAsync();
            }

            candidate.Dispose();
        }

        Assert.Empty(_violations);
    }

    private async Task StepAsync()
    {
        Elapsed += Step;
        foreach (var candidate in _candidates)
        {
            candidate.Advance(Step);
        }

        await SettleAsync();
        Assert.True(Leaders.Count() < 2, $"{Elapsed}: {string.Join(" and ", Leaders.Select(leader => leader.Name))} lead");
        Assert.Empty(_violations);
    }

    // What one step set off is done when all wait for time again.
    private async Task SettleAsync()
    {
        for (var looks = 0; looks < 50; looks++)
        {
            await Task.Yield();
            if (_candidates.TrueForAll(candidate => candidate.IsIdle))
            {
                return;
            }
        }

        await Eventually.Holds(() => _candidates.TrueForAll(candidate => candidate.IsIdle));
    }
}
