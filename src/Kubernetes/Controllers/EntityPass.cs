using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Controllers;

/// <summary>One look at one object: its finalizer first, in or out, then the controller.</summary>
internal sealed class EntityPass<T>(
    Store<T> store, EntityWriter<T> writer, IEntityController<T> controller, IEntityFinalizer<T>? finalizer)
    where T : class, IKubernetesObject
{
    public async Task<Requeue> RunAsync(T entity, CancellationToken cancellation)
    {
        if (entity.Metadata.IsDeleting())
        {
            return await CleanUpAsync(entity, cancellation);
        }

        if (finalizer is not null)
        {
            entity = await writer.AddFinalizerAsync(entity, finalizer.Name, cancellation);
        }

        return await controller.ReconcileAsync(entity, cancellation);
    }

    private async Task<Requeue> CleanUpAsync(T entity, CancellationToken cancellation)
    {
        if (finalizer is null || !entity.Metadata.HasFinalizer(finalizer.Name))
        {
            return new Requeue.Done();
        }

        switch (await finalizer.FinalizeAsync(entity, cancellation))
        {
            case FinalizeResult.Later(var requeue):
                return requeue;
            default:
                // The clean-up may have written its progress: the copy in the store is the one to base the last write on.
                if (store.Get(ResourceKey.Of(entity)) is { } latest && latest.Metadata.Uid == entity.Metadata.Uid)
                {
                    await writer.RemoveFinalizerAsync(latest, finalizer.Name, cancellation);
                }

                return new Requeue.Done();
        }
    }
}
