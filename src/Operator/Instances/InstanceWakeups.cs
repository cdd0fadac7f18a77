using ComputeOperator.Compute.Providers;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Controllers;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Operator.Instances;

/// <summary>Which Instances to look at when something other than themselves changed.</summary>
internal static class InstanceWakeups
{
    public static void Subscribe(Informer<Instance> instances, Informer<MachineType> machineTypes, EntityController<Instance> controller)
    {
        machineTypes.Changed += change => Wake(instances.Store.ByIndex(InstanceIndexes.MachineType, change.Key.Name), controller);
        instances.Changed += change => WakeFamily(change, instances.Store, controller);
    }

    /// <summary>Looks at Instances whose machine changed by itself.</summary>
    public static async Task FollowAsync(IInstanceProvider provider, EntityController<Instance> controller, CancellationToken cancellation)
    {
        try
        {
            await foreach (var key in provider.ChangesAsync(cancellation))
            {
                controller.Enqueue(key);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    private static void WakeFamily(Change<Instance> change, Store<Instance> instances, EntityController<Instance> controller)
    {
        if (!controller.IsRunning)
        {
            return;
        }

        var comesOrGoes = change.Kind != ChangeKind.Modified || change.Old!.Metadata.IsDeleting() != change.New!.Metadata.IsDeleting();
        if (!comesOrGoes && change.Old!.Spec.Parent == change.New!.Spec.Parent)
        {
            return;
        }

        // A parent waits for the last of its children; a link may close or open a cycle, which whoever hangs on it refuses.
        WakeAncestors(change.Old, instances, controller);
        WakeAncestors(change.New, instances, controller);
        WakeDescendants(change.Key, instances, controller);
    }

    private static void WakeAncestors(Instance? instance, Store<Instance> instances, EntityController<Instance> controller)
    {
        HashSet<string> woken = [];
        while (instance?.Spec.Parent is { } parent && woken.Add(parent))
        {
            var key = new ResourceKey(instance.Metadata.Namespace ?? "", parent);
            controller.Enqueue(key);
            instance = instances.Get(key);
        }
    }

    private static void WakeDescendants(ResourceKey key, Store<Instance> instances, EntityController<Instance> controller)
    {
        HashSet<ResourceKey> woken = [key];
        var generation = new Queue<ResourceKey>(woken);
        while (generation.TryDequeue(out var parent))
        {
            foreach (var child in instances.ByIndex(InstanceIndexes.Parent, parent.ToString()).Select(ResourceKey.Of).Where(woken.Add))
            {
                controller.Enqueue(child);
                generation.Enqueue(child);
            }
        }
    }

    private static void Wake(IReadOnlyList<Instance> instances, EntityController<Instance> controller)
    {
        foreach (var instance in instances)
        {
            controller.Enqueue(ResourceKey.Of(instance));
        }
    }
}
