using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Identity;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.MachineTypes;

/// <summary>The figures of the machine types that some Instances name, looked up once for all of them.</summary>
internal sealed class MachineSizes
{
    private readonly Dictionary<string, MachineTypeSpec> _byName;

    private MachineSizes(Dictionary<string, MachineTypeSpec> byName) => _byName = byName;

    /// <summary>Looks them up. Most exist by their name alone, and cost nothing.</summary>
    public static async Task<MachineSizes> OfAsync(CallerCluster cluster, IEnumerable<Instance> instances, CancellationToken cancellation)
    {
        var unknown = instances.Select(instance => instance.Spec.MachineType).Where(name => !CustomMachineType.IsMeant(name)).ToHashSet(StringComparer.Ordinal);
        if (unknown.Count == 0)
        {
            return new([]);
        }

        try
        {
            var types = await cluster.MachineTypes.ListAsync(cancellation);
            return new(types.Where(type => unknown.Contains(type.Metadata.Name!)).ToDictionary(type => type.Metadata.Name!, type => type.Spec, StringComparer.Ordinal));
        }
        catch (KubernetesException e) when (e.IsForbidden)
        {
            return new([]);
        }
    }

    /// <summary>Looks up that of an Instance which a request has changed: what is done is done, whether it can be looked up or not.</summary>
    public static async Task<MachineSizes> OfChangedAsync(CallerCluster cluster, Instance changed, CancellationToken cancellation)
    {
        try
        {
            return await OfAsync(cluster, [changed], cancellation);
        }
        catch (Exception e) when (Outage.IsOne(e))
        {
            return new([]);
        }
    }

    /// <summary>The figures of what an Instance is, or was when it was last powered on; null: nobody knows.</summary>
    public MachineTypeSpec? Of(Instance instance) =>
        _byName.GetValueOrDefault(instance.Spec.MachineType) ?? CustomMachineType.Find(instance.Spec.MachineType)
        ?? (instance.Status?.MachineType is { } powered ? new MachineTypeSpec { Vcpus = powered.Vcpus, Memory = powered.Memory, Disk = powered.Disk } : null);
}
