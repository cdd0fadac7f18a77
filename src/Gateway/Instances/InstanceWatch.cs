using System.Runtime.CompilerServices;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Instances;

/// <summary>Waits for an Instance to become as expected.</summary>
internal sealed class InstanceWatch(ResourceClient<Instance> instances, TimeProvider time)
{
    private static readonly TimeSpan BeforeAnother = TimeSpan.FromMilliseconds(250);

    /// <summary>The first state from <paramref name="instance"/> on that is as expected, or the last one seen within the limit; null: it is gone.</summary>
    /// <param name="instance">The state to begin with.</param>
    /// <param name="isExpected">Whether to wait no longer.</param>
    /// <param name="limit">How long to wait at most.</param>
    /// <param name="cancellation">Ends the wait with an exception.</param>
    public async Task<Instance?> UntilAsync(Instance instance, Func<Instance, bool> isExpected, TimeSpan limit, CancellationToken cancellation)
    {
        if (isExpected(instance) || limit <= TimeSpan.Zero)
        {
            return instance;
        }

        var last = instance;
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellation);
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
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !cancellation.IsCancellationRequested)
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
        while (true)
        {
            var options = new WatchOptions { ResourceVersion = version, FieldSelector = $"metadata.name={key.Name}" };
            await foreach (var change in instances.WatchAsync(key.Namespace, options, cancellation))
            {
                if (change is WatchEvent<Instance>.Added { Entity: var added } && added.Metadata.Uid == from.Metadata.Uid)
                {
                    yield return added;
                }
                else if (change is WatchEvent<Instance>.Modified { Entity: var modified } && modified.Metadata.Uid == from.Metadata.Uid)
                {
                    yield return modified;
                }
                else if (change is WatchEvent<Instance>.Deleted or WatchEvent<Instance>.Added)
                {
                    yield return null;
                }
                else if (change is WatchEvent<Instance>.Failed)
                {
                    break;
                }
            }

            // The server ends watches as it likes, and forgets old versions: begin again with what is there now.
            await Task.Delay(BeforeAnother, time, cancellation);
            var now = await instances.GetAsync(key, cancellation);
            version = now?.Metadata.ResourceVersion;
            yield return now?.Metadata.Uid == from.Metadata.Uid ? now : null;
        }
    }
}
