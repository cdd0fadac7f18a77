using System.Runtime.CompilerServices;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Instances;

/// <summary>Waits for an Instance to become as expected.</summary>
/// <param name="instances">Reads and watches.</param>
/// <param name="waits">Who may wait.</param>
/// <param name="time">The clock.</param>
/// <param name="stopping">When the gateway stops: nobody who waits would get an answer if he waited on.</param>
internal sealed class InstanceWatch(ResourceClient<Instance> instances, InstanceWaits waits, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The first state from <paramref name="instance"/> on that is as expected, or the last one seen within the limit and before the gateway stops; null: it is gone. That the API server cannot say
    /// is no failure of what was asked for before; nor is it that too many wait, of whom one more is answered at once.
    /// </summary>
    /// <param name="instance">The state to begin with.</param>
    /// <param name="isExpected">Whether to wait no longer.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <param name="cancellation">Ends the wait with an exception.</param>
    public async Task<Instance?> UntilAsync(Instance instance, Func<Instance, bool> isExpected, TimeSpan limit, CancellationToken cancellation)
    {
        if (isExpected(instance) || limit <= TimeSpan.Zero || !waits.TryTake())
        {
            return instance;
        }

        try
        {
            return await FollowAsync(instance, isExpected, limit, cancellation);
        }
        finally
        {
            waits.Release();
        }
    }

    private async Task<Instance?> FollowAsync(Instance instance, Func<Instance, bool> isExpected, TimeSpan limit, CancellationToken cancellation)
    {
        var last = instance;
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stopping, cancellation);
        try
        {
            await foreach (var state in StatesAsync(instance, either.Token))
            {
                last = state;
                if (state is null || isExpected(state))
                {
                    return state;
                }
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            // Who may not watch is answered with what he has seen.
        }

        return last;
    }

    private async IAsyncEnumerable<Instance?> StatesAsync(Instance from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var key = ResourceKey.Of(from);
        var version = from.Metadata.ResourceVersion;
        var pause = ShortestPause;
        while (true)
        {
            var options = new WatchOptions { ResourceVersion = version, FieldSelector = $"metadata.name={key.Name}" };
            await using var watch = instances.WatchAsync(key.Namespace, options, cancellation).GetAsyncEnumerator(cancellation);
            while (await NextAsync(watch) is { } change and not WatchEvent<Instance>.Failed)
            {
                if (StateOf(change, from) is (true, var state))
                {
                    yield return state;
                }
            }

            // The server ends watches as it likes, and forgets old versions: begin again with what is there now.
            await Task.Delay(pause, time, cancellation);
            if (await FindAsync(key, cancellation) is (true, var now))
            {
                pause = ShortestPause;
                version = now?.Metadata.ResourceVersion;
                yield return now?.Metadata.Uid == from.Metadata.Uid ? now : null;
            }
            else
            {
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private static (bool IsKnown, Instance? State) StateOf(WatchEvent<Instance> change, Instance from) => change switch
    {
        WatchEvent<Instance>.Added { Entity: var added } => (true, added.Metadata.Uid == from.Metadata.Uid ? added : null),
        WatchEvent<Instance>.Modified { Entity: var modified } when modified.Metadata.Uid == from.Metadata.Uid => (true, modified),
        WatchEvent<Instance>.Deleted => (true, null),
        _ => default,
    };

    private static async Task<WatchEvent<Instance>?> NextAsync(IAsyncEnumerator<WatchEvent<Instance>> watch)
    {
        try
        {
            return await watch.MoveNextAsync() ? watch.Current : null;
        }
        catch (Exception e) when (Outage.IsOne(e))
        {
            return null;
        }
    }

    private async Task<(bool IsKnown, Instance? State)> FindAsync(ResourceKey key, CancellationToken cancellation)
    {
        try
        {
            return (true, await instances.GetAsync(key, cancellation));
        }
        catch (Exception e) when (Outage.IsOne(e))
        {
            return default;
        }
    }
}
