using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>How far one list-and-watch has come: up to which version everything is in the store, what is coming, and which list was the last.</summary>
internal sealed class WatchProgress
{
    private readonly Lock _gate = new();
    private readonly HashSet<Waiter> _waiting = [];
    private string? _version;
    private string? _newest;
    private int _list;
    private bool _listing = true;

    /// <summary>How many wait for something.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>The newest version that has come, whether or not it is in the store already; null: none.</summary>
    public string? Newest
    {
        get
        {
            lock (_gate)
            {
                return _newest;
            }
        }
    }

    /// <summary>What has happened by <paramref name="version"/> is about to be put into the store.</summary>
    public void Coming(string? version)
    {
        lock (_gate)
        {
            _newest = ResourceVersion.Newer(_newest, version);
        }
    }

    /// <summary>A list is under way, which says only at its end how far it has come.</summary>
    public void BeginList()
    {
        lock (_gate)
        {
            _listing = true;
        }
    }

    /// <summary>Everything up to <paramref name="version"/> is in the store.</summary>
    public void Advance(string? version)
    {
        lock (_gate)
        {
            _version = ResourceVersion.Newer(_version, version);
            Release_NeedsLock();
        }
    }

    /// <summary>The list of that number is complete: its version holds, also where it is older than what was known.</summary>
    public void Listed(int list, string? version)
    {
        lock (_gate)
        {
            _list = list;
            _listing = false;
            _version = version ?? _version;
            _newest = version ?? _newest;
            Release_NeedsLock();
        }
    }

    /// <summary>
    /// Waits until everything up to <paramref name="version"/> is in the store; false: nothing at all has come for a while. A list
    /// under way is waited for, however long it takes.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> came first.</exception>
    public async Task<bool> ReachAsync(string version, TimeSpan silence, TimeProvider time, CancellationToken cancellation)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reached = WhenAsync(() => HasReached_NeedsLock(version), leaving.Token);
        try
        {
            while (!reached.IsCompleted)
            {
                var before = Current();
                using var limit = new TimeLimit(silence, time, cancellation);
                await reached.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellation.ThrowIfCancellationRequested();
                if (!reached.IsCompleted && Current() is { Listing: false } now && now == before)
                {
                    return false;
                }
            }

            await reached.ConfigureAwait(false);
            return true;
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends when everything up to <paramref name="version"/> is in the store, or the list of that number or a later one is complete.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> came first.</exception>
    public Task ReachOrListAsync(string version, int list, CancellationToken cancellation) =>
        WhenAsync(() => _list >= list || HasReached_NeedsLock(version), cancellation);

    private bool HasReached_NeedsLock(string version) => _version is not null && !ResourceVersion.IsNewer(version, _version);

    private (string? Version, int List, bool Listing) Current()
    {
        lock (_gate)
        {
            return (_version, _list, _listing);
        }
    }

    private async Task WhenAsync(Func<bool> isReached, CancellationToken cancellation)
    {
        var waiter = new Waiter(isReached);
        lock (_gate)
        {
            if (isReached())
            {
                return;
            }

            _waiting.Add(waiter);
        }

        try
        {
            await waiter.Reached.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _waiting.Remove(waiter);
            }
        }
    }

    private void Release_NeedsLock()
    {
        if (_waiting.Count > 0)
        {
            _waiting.RemoveWhere(waiter => waiter.TryRelease_NeedsLock());
        }
    }

    private sealed class Waiter(Func<bool> isReached)
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool TryRelease_NeedsLock() => isReached() && Reached.TrySetResult();
    }
}
