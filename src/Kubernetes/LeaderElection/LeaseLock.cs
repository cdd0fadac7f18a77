using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.LeaderElection;

/// <summary>The lease as a lock: read, take, renew and give back. Not for concurrent use.</summary>
internal sealed class LeaseLock(ResourceClient<Lease> leases, LeaderElectionOptions options, TimeProvider time)
{
    private readonly PatchOptions _asUs = new(options.FieldManager);
    private Lease? _current;

    public ResourceKey Key { get; } = new(options.Namespace, options.LeaseName);

    /// <summary>Whether, by the last answer, the lease is ours.</summary>
    public bool IsOurs => _current?.Spec?.HolderIdentity == options.Identity;

    /// <summary>Forgets the lease without giving it back: it runs out by itself.</summary>
    public void Abandon() => _current = null;

    /// <summary>Reads the lease; null when there is none.</summary>
    public async Task<Lease?> ReadAsync(CancellationToken cancellation)
    {
        using var attempt = Attempt(cancellation);
        return await GetAsync(attempt.Token);
    }

    /// <summary>Changes of the lease after <paramref name="version"/>.</summary>
    public IAsyncEnumerable<WatchEvent<Lease>> WatchAsync(string? version, CancellationToken cancellation) =>
        leases.WatchAsync(
            Key.Namespace,
            new WatchOptions { ResourceVersion = version, FieldSelector = $"metadata.name={Key.Name}" },
            cancellation);

    /// <summary>Takes the lease as read, or makes it when there was none; false when another was faster.</summary>
    /// <remarks>Not to be cancelled: a lease taken by a process that then forgot it would block the others.</remarks>
    public async Task<bool> TryTakeAsync(Lease? read)
    {
        using var attempt = Attempt(CancellationToken.None);
        try
        {
            await WriteAsync(read, Claim(read), attempt.Token);
            return true;
        }
        catch (KubernetesException e) when (WasOvertaken(e, read))
        {
            return false;
        }
    }

    /// <summary>Renews the claim; false when the lease turns out to be another's. Any other failure is thrown.</summary>
    public async Task<bool> TryRenewAsync(CancellationToken cancellation)
    {
        using var attempt = Attempt(cancellation);
        try
        {
            await WriteAsync(_current, Claim(_current), attempt.Token);
            return true;
        }
        catch (KubernetesException e) when (WasOvertaken(e, _current))
        {
            LeaderElectionMetrics.SlowPath(options.LeaseName);
        }

        // Edited or deleted by hand, or our own write whose answer was lost: ours still, unless it names another.
        var found = await GetAsync(attempt.Token);
        if (found is not null && found.Spec?.HolderIdentity is { Length: > 0 } holder && holder != options.Identity)
        {
            Abandon();
            return false;
        }

        await WriteAsync(found, Claim(found ?? _current), attempt.Token);
        return true;
    }

    /// <summary>Gives the lease back, so that whoever waits may take it at once; false when it turns out to be another's, or nobody's.</summary>
    public async Task<bool> TryReleaseAsync(CancellationToken cancellation)
    {
        try
        {
            await WriteAsync(_current, Released(_current), cancellation);
            return true;
        }
        catch (KubernetesException e) when (WasOvertaken(e, _current))
        {
            var found = await GetAsync(cancellation);
            if (found?.Spec?.HolderIdentity != options.Identity)
            {
                return false;
            }

            await WriteAsync(found, Released(found), cancellation);
            return true;
        }
    }

    // Half the deadline, so that one request that hangs leaves time for another.
    private TimeLimit Attempt(CancellationToken cancellation) =>
        new(options.RenewDeadline / 2, time, cancellation);

    // 404 on an existing lease: it was deleted since. On a new one it is the namespace that is missing.
    private static bool WasOvertaken(KubernetesException e, Lease? read) =>
        e.IsConflict || e.IsAlreadyExists || (e.IsNotFound && read is not null);

    // A lease edited into something unreadable has a holder that is not known: its own repairs it, or it expires.
    private async Task<Lease?> GetAsync(CancellationToken cancellation)
    {
        try
        {
            return await leases.GetAsync(Key, cancellation);
        }
        catch (MalformedObjectException e)
        {
            return new Lease { Metadata = e.Malformed.Metadata, Spec = new LeaseSpec { RenewTime = DateTimeOffset.MinValue } };
        }
    }

    private async Task WriteAsync(Lease? read, LeaseSpec claim, CancellationToken cancellation) =>
        _current = read is null
            ? await leases.CreateAsync(LeasePatch.New(Key, claim), options.FieldManager, cancellation)
            : await leases.PatchAsync(Key, LeasePatch.Claim(read, claim), _asUs, cancellation);

    private LeaseSpec Claim(Lease? over)
    {
        var now = time.GetUtcNow();
        var ours = over?.Spec?.HolderIdentity == options.Identity;
        return new LeaseSpec
        {
            HolderIdentity = options.Identity,
            LeaseDurationSeconds = (int)options.LeaseDuration.TotalSeconds,
            AcquireTime = ours ? over!.Spec!.AcquireTime ?? now : now,
            RenewTime = now,
            LeaseTransitions = ours ? over!.Spec!.LeaseTransitions ?? 0 : NextTransition(over),
        };
    }

    private LeaseSpec Released(Lease? over)
    {
        var now = time.GetUtcNow();
        return new LeaseSpec
        {
            HolderIdentity = "",
            LeaseDurationSeconds = 1,
            AcquireTime = now,
            RenewTime = now,
            LeaseTransitions = over?.Spec?.LeaseTransitions ?? 0,
        };
    }

    private static int NextTransition(Lease? over) => over is null ? 0 : over.Spec?.LeaseTransitions switch
    {
        null or < 0 or int.MaxValue => 1,
        { } count => count + 1,
    };
}
