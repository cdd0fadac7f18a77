using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Benchmarks.Load;

/// <summary>Follows all Instances, as a user's watch would, and tells the wave that is under way.</summary>
internal sealed class Observer(ResourceClient<ObservedInstance> instances) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private volatile Wave? _wave;
    private Task _watching = Task.CompletedTask;

    /// <summary>Begins to watch; what happens from now on is seen.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var now = await instances.ListPageAsync(null, new() { Limit = 1 }, cancellation);
        _watching = WatchAsync(now.Metadata.ResourceVersion!);
    }

    /// <summary>From now on, this wave.</summary>
    public Wave Follow(Wave wave)
    {
        _wave = wave;
        return wave;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task WatchAsync(string version)
    {
        await Task.Yield();
        try
        {
            // The server ends each watch now and then; the next begins where it was.
            while (!_stopping.IsCancellationRequested)
            {
                await foreach (var change in instances.WatchAsync(null, new() { ResourceVersion = version }, _stopping.Token))
                {
                    version = Take(change) ?? version;
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // Whatever it was: it is thrown again where the wave is waited for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _wave?.Fail(e);
        }
    }

    private string? Take(WatchEvent<ObservedInstance> change)
    {
        switch (change)
        {
            case WatchEvent<ObservedInstance>.Added(var entity):
                return See(entity, gone: false);
            case WatchEvent<ObservedInstance>.Modified(var entity):
                return See(entity, gone: false);
            case WatchEvent<ObservedInstance>.Deleted(var entity):
                return See(entity, gone: true);
            case WatchEvent<ObservedInstance>.Bookmark(var version, _):
                return version;
            case WatchEvent<ObservedInstance>.Failed(var status):
                throw new BenchmarkException($"The watch of the bench ended: {status.Message}");
            default:
                throw new BenchmarkException($"The watch of the bench showed {change}.");
        }
    }

    private string? See(ObservedInstance entity, bool gone)
    {
        if (_wave is { } wave && wave.Namespace == entity.Metadata.Namespace)
        {
            wave.See(
                entity.Metadata.Name, entity.Status?.Phase, touched: entity.Metadata.Finalizers is { Count: > 0 } || entity.Status?.Phase is not null, gone);
        }

        return entity.Metadata.ResourceVersion;
    }
}
