using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Providers;

namespace ComputeOperator.Operator.Instances;

/// <summary>Looks up what an Instance refers to, in the caches alone.</summary>
internal sealed class ReferenceResolver(
    Store<Instance> instances, Store<MachineType> machineTypes, ProviderRegistry providers, string defaultProvider)
{
    private const int MostNamed = 20;

    public References Resolve(Instance instance)
    {
        var name = ProviderNameOf(instance);
        var machineType = machineTypes.Get(new("", instance.Spec.MachineType))?.Spec ?? CustomMachineType.Find(instance.Spec.MachineType);
        return new References
        {
            ProviderName = name,
            Provider = providers.Find(name)?.Capabilities,
            KnownProviders = providers.Names,
            MachineType = machineType,
            KnownMachineTypes = machineType is null ? KnownMachineTypes() : [],
            Parent = ParentOf(instance),
            Children = instance.Metadata.IsDeleting() ? [.. ChildrenOf(instance).Select(c => c.Metadata.Name!)] : [],
        };
    }

    /// <summary>What an Instance was created with, else what it asks for, else the default.</summary>
    public string ProviderNameOf(Instance instance) => instance.Status?.Provider ?? instance.Spec.Provider ?? defaultProvider;

    /// <summary>The Instances that must go before this one. Ancestors are not among them: a cycle would wait for itself.</summary>
    public IEnumerable<Instance> ChildrenOf(Instance instance)
    {
        var key = InstanceIndexes.ParentKey(instance.Metadata.Namespace, instance.Metadata.Name!);
        var children = instances.ByIndex(InstanceIndexes.Parent, key);
        if (children.Count == 0)
        {
            return children;
        }

        var ancestors = Lineage(instance).Path;
        return children.Where(c => !ancestors.Contains(c.Metadata.Name!)).OrderBy(c => c.Metadata.Name, StringComparer.Ordinal);
    }

    private ParentFinding ParentOf(Instance instance)
    {
        if (instance.Spec.Parent is not { } name)
        {
            return new ParentFinding.Fine();
        }

        if (instances.Get(new(instance.Metadata.Namespace!, name)) is not { } parent)
        {
            return new ParentFinding.NotFound(name);
        }

        var (path, isCycle) = Lineage(instance);
        return isCycle ? new ParentFinding.Cycle(path)
            : parent.Metadata.IsDeleting() ? new ParentFinding.Deleting(name)
            : new ParentFinding.Fine();
    }

    // From the instance up, until there is no parent or one comes up a second time.
    private (List<string> Path, bool IsCycle) Lineage(Instance instance)
    {
        List<string> path = [instance.Metadata.Name!];
        HashSet<string> seen = [instance.Metadata.Name!];
        var current = instance;
        while (current.Spec.Parent is { } name)
        {
            path.Add(name);
            if (!seen.Add(name))
            {
                return (path, true);
            }

            if (instances.Get(new(instance.Metadata.Namespace!, name)) is not { } parent)
            {
                break;
            }

            current = parent;
        }

        return (path, false);
    }

    private List<string> KnownMachineTypes()
    {
        var names = machineTypes.Snapshot().Select(t => t.Metadata.Name!).Order(StringComparer.Ordinal).ToList();
        return names.Count <= MostNamed ? names : [.. names.Take(MostNamed), "…"];
    }
}
