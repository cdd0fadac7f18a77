using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Instances;

/// <summary>
/// Instances as one caller may use them. Writes are patches of what a request means, bound to the version that the decision was made on.
/// </summary>
internal sealed class InstanceApi(ResourceClient<Instance> instances, InstanceLists lists)
{
    private const int MostTries = 10;

    private static readonly PatchOptions Writing = new(FieldManager.Name);

    /// <summary>Reads one; null when there is none.</summary>
    public Task<Instance?> FindAsync(ResourceKey key, CancellationToken cancellation) => instances.GetAsync(key, cancellation);

    /// <summary>Finds the one with an instance ID; null when there is none. Reads the namespace up to it.</summary>
    public Task<Instance?> FindByIdAsync(string ns, string instanceId, CancellationToken cancellation) =>
        FindAsync(ns, null, instance => InstanceIdentity.InstanceId(instance.Metadata.Uid ?? "") == instanceId, cancellation);

    /// <summary>Finds the first that is as expected; null when there is none. Reads the namespace, or one zone of it, up to it.</summary>
    public async Task<Instance?> FindAsync(string ns, string? zone, Func<Instance, bool> isExpected, CancellationToken cancellation)
    {
        Instance? found = null;
        await lists.VisitAsync(instances, ns, Of(zone), instance => (found = isExpected(instance) ? instance : null) is null, cancellation);
        return found;
    }

    /// <summary>Reads all of a namespace, or of one zone of it, in order of their names.</summary>
    public Task<IReadOnlyList<Instance>> ListAsync(string? ns, string? zone, CancellationToken cancellation) =>
        lists.ReadAsync(instances, ns, Of(zone), cancellation);

    /// <summary>Reads all of a namespace, or of all, and keeps what <paramref name="select"/> takes of each.</summary>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string? ns, Func<Instance, T> select, CancellationToken cancellation)
    {
        List<T> all = [];
        await lists.VisitAsync(
            instances,
            ns,
            InstanceSelector.All,
            instance =>
            {
                all.Add(select(instance));
                return true;
            },
            cancellation);
        return all;
    }

    /// <summary>Reads those of a namespace that belong to a tenant, in order of their names.</summary>
    public Task<IReadOnlyList<Instance>> ListOfTenantAsync(string ns, string tenant, CancellationToken cancellation) =>
        lists.ReadAsync(instances, ns, InstanceSelector.Tenant(tenant), cancellation);

    /// <summary>Reads those of a name in all namespaces.</summary>
    public Task<IReadOnlyList<Instance>> ListNamedAsync(string name, CancellationToken cancellation) =>
        lists.ReadAsync(instances, null, InstanceSelector.Name(name), cancellation);

    /// <summary>Creates one.</summary>
    public Task<Instance> CreateAsync(InstanceDraft draft, CancellationToken cancellation) =>
        LostAnswer.ToldAsync(instances.CreateAsync(draft.Namespace, draft.ToJson(instances.Definition), FieldManager.Name, cancellation));

    /// <summary>
    /// Changes <paramref name="instance"/> as <paramref name="decide"/> says, which is asked again when someone else was faster: what it judged by
    /// still holds when the change is written.
    /// </summary>
    /// <exception cref="FailureException">It is gone, or others are always faster.</exception>
    public async Task<Instance> ChangeAsync(Instance instance, Func<Instance, InstanceChange> decide, CancellationToken cancellation)
    {
        var key = ResourceKey.Of(instance);
        for (var attempt = 1; ; attempt++)
        {
            var change = decide(instance);
            if (change.ToMergePatch(instance.Metadata.ResourceVersion) is not { } patch)
            {
                return instance;
            }

            try
            {
                return await LostAnswer.ToldAsync(instances.PatchAsync(key, new Patch.Merge(patch), Writing, cancellation));
            }
            catch (KubernetesException e) when (e.IsConflict && attempt < MostTries)
            {
                instance = await SameAsync(instance, key, cancellation);
            }
        }
    }

    /// <summary>Deletes this one, and no later one of its name; false when it is gone already.</summary>
    public async Task<bool> DeleteAsync(Instance instance, CancellationToken cancellation)
    {
        try
        {
            return await LostAnswer.ToldAsync(instances.DeleteAsync(ResourceKey.Of(instance), new() { Uid = instance.Metadata.Uid }, cancellation));
        }
        catch (KubernetesException e) when (e.IsConflict)
        {
            return false;
        }
    }

    /// <summary>
    /// Deletes this one where <paramref name="check"/> does not throw, which is asked again when it changed meanwhile: what was checked still holds when
    /// it is deleted. False when it is gone already.
    /// </summary>
    public async Task<bool> DeleteAsync(Instance instance, Action<Instance> check, CancellationToken cancellation)
    {
        var key = ResourceKey.Of(instance);
        for (var attempt = 1; ; attempt++)
        {
            check(instance);
            try
            {
                var options = new DeleteOptions { Uid = instance.Metadata.Uid, ResourceVersion = instance.Metadata.ResourceVersion };
                return await LostAnswer.ToldAsync(instances.DeleteAsync(key, options, cancellation));
            }
            catch (KubernetesException e) when (e.IsConflict && attempt < MostTries)
            {
                if (await FindAsync(key, cancellation) is not { } now || now.Metadata.Uid != instance.Metadata.Uid)
                {
                    return false;
                }

                instance = now;
            }
        }
    }

    private static InstanceSelector Of(string? zone) => zone is null ? InstanceSelector.All : InstanceSelector.Zone(zone);

    private async Task<Instance> SameAsync(Instance before, ResourceKey key, CancellationToken cancellation) =>
        await FindAsync(key, cancellation) is { } now && now.Metadata.Uid == before.Metadata.Uid
            ? now
            : throw new FailureException(new Failure.NotFound($"Instance {key} is gone."));
}
