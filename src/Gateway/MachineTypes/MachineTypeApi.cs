using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.MachineTypes;

/// <summary>Machine types as one caller may see them; custom ones exist by their name alone.</summary>
internal sealed class MachineTypeApi(ResourceClient<MachineType> machineTypes)
{
    /// <summary>Reads one; null when there is none of that name.</summary>
    public async Task<MachineType?> FindAsync(string name, CancellationToken cancellation) =>
        await machineTypes.GetAsync(new("", name), cancellation)
        ?? (CustomMachineType.Find(name) is { } custom ? new MachineType { Metadata = new() { Name = name }, Spec = custom } : null);

    /// <summary>Reads all, in order of their names.</summary>
    public async Task<IReadOnlyList<MachineType>> ListAsync(CancellationToken cancellation) =>
        (await machineTypes.ListPageAsync(null, new(), cancellation)).Items;
}
