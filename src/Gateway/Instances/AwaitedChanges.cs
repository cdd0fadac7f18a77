using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Identity;

namespace ComputeOperator.Gateway.Instances;

/// <summary>Changes Instances, and waits a while for what the operator makes of it.</summary>
internal sealed class AwaitedChanges(TimeSpan limit, TimeProvider time)
{
    /// <summary>The Instance once what was asked for is done or has failed, or as far as it came within the limit; null: it is gone.</summary>
    /// <param name="cluster">Who asks.</param>
    /// <param name="found">The Instance as it was read.</param>
    /// <param name="type">What is asked for.</param>
    /// <param name="decide">What to write, given the Instance as it is; asked again when others were faster.</param>
    /// <param name="cancellation">Ends the wait with an exception.</param>
    public async Task<Instance?> ApplyAsync(
        CallerCluster cluster, Instance found, OperationType type, Func<Instance, InstanceChange> decide, CancellationToken cancellation)
    {
        var changed = await cluster.Instances.ChangeAsync(found, decide, cancellation);
        return await UntilDoneAsync(cluster, changed, type, cancellation);
    }

    /// <summary>The Instance once the last thing asked of it is done or has failed, or as far as it came within the limit; null: it is gone.</summary>
    public Task<Instance?> UntilDoneAsync(CallerCluster cluster, Instance changed, OperationType type, CancellationToken cancellation)
    {
        var generation = changed.Metadata.Generation ?? 0;
        return cluster.Watch.UntilAsync(changed, state => OperationProgress.Of(state, type, generation).IsDone, limit, cancellation);
    }

    /// <summary>Deletes an Instance where <paramref name="check"/> does not throw; null once it is gone, or as far as it came within the limit.</summary>
    public async Task<Instance?> DeleteAsync(CallerCluster cluster, Instance found, Action<Instance> check, CancellationToken cancellation) =>
        await cluster.Instances.DeleteAsync(found, check, cancellation) ? await UntilGoneAsync(cluster, found, cancellation) : null;

    /// <summary>Null once an Instance whose deletion was accepted is gone, or as far as it came within the limit.</summary>
    public Task<Instance?> UntilGoneAsync(CallerCluster cluster, Instance deleted, CancellationToken cancellation) =>
        cluster.Watch.UntilAsync(deleted.Leaving(time.GetUtcNow()), _ => false, limit, cancellation);
}
