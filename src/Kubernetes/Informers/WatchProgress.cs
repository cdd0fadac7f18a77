using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>How far one list-and-watch has come: up to which version everything is in the store, and which list was the last.</summary>
internal sealed class WatchProgress
{
    private readonly Lock _gate = new();
    private readonly List<(Func<bool> IsReached, TaskCompletionSource Reached)> _waiting = [];
    private string? _version;
    private int _list;

    /// <summary>Everything up to <paramref name="version"/> is in the store.</summary>
    public void Advance(string? version)
    {
        lock (_gate)
        {
            _version = ResourceVersion.Newer(_version, version);
            Release_NeedsLock();
        }
    }

    /// <summary>The list of that number is complete.</summary>
    public void Listed(int list, string? version)
    {
        lock (_gate)
        {
            _list = list;
            _version = ResourceVersion.Newer(_version, version);
            Release_NeedsLock();
        }
    }

    /// <summary>Ends when everything up to <paramref name="version"/> is in the store.</summary>
    public Task ReachAsync(string version) => WhenAsync(() => _version is not null && !ResourceVersion.IsNewer(version, _version));

    /// <summary>Waits until everything up to <paramref name="version"/> is in the store; false: nothing at all has come for a while.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> came first.</exception>
    public async Task<bool> ReachAsync(string version, TimeSpan silence, TimeProvider time, CancellationToken cancellation)
    {
        var reached = ReachAsync(version);
        while (!reached.IsCompleted)
        {
            var before = Current();
            using var limit = new TimeLimit(silence, time, cancellation);
            await reached.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!reached.IsCompleted && Current() == before)
            {
                cancellation.ThrowIfCancellationRequested();
                return false;
            }
        }

        return true;
    }

    /// <summary>Ends when the list of that number is complete, or a later one.</summary>
    public Task ReachListAsync(int list) => WhenAsync(() => _list >= list);

    private string? Current()
    {
        lock (_gate)
        {
            return _version;
        }
    }

    private Task WhenAsync(Func<bool> isReached)
    {
        lock (_gate)
        {
            if (isReached())
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((isReached, reached));
            return reached.Task;
        }
    }

    private void Release_NeedsLock()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        foreach (var (_, reached) in _waiting.Where(waiting => waiting.IsReached()))
        {
            reached.SetResult();
        }

        _waiting.RemoveAll(waiting => waiting.Reached.Task.IsCompleted);
    }
}
