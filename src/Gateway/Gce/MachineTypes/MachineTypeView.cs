using System.Globalization;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Contracts;

namespace ComputeOperator.Gateway.Gce.MachineTypes;

/// <summary>A MachineType as this dialect shows it. Pure.</summary>
internal static class MachineTypeView
{
    private const decimal Mebibyte = 1024m * 1024m;

    public static MachineTypeResource Of(MachineType machineType, string project, string zone, Links links)
    {
        var (name, spec) = (machineType.Metadata.Name ?? "", machineType.Spec);
        var facts = MachineTypeFacts.Find(name) ?? Derived(name, spec);
        return new()
        {
            Id = facts.Id,
            CreationTimestamp = GceTime.Always,
            Name = name,
            Description = facts.Description,
            GuestCpus = facts.GuestCpus,
            MemoryMb = (int)decimal.Min(int.MaxValue, decimal.Ceiling(spec.Memory.Value / Mebibyte)),
            ImageSpaceGb = facts.ImageSpaceGb,
            MaximumPersistentDisks = facts.MaximumPersistentDisks,
            MaximumPersistentDisksSizeGb = facts.MaximumPersistentDisksSizeGb,
            Zone = zone,
            SelfLink = links.Zonal(project, zone, "machineTypes", name),
            IsSharedCpu = facts.IsSharedCpu,
        };
    }

    // A share of a vCPU is a whole one to the guest: clients take nothing but whole numbers.
    private static MachineTypeFacts Derived(string name, MachineTypeSpec spec) => new(
        InstanceIdentity.Hash("machineTypes/" + name).ToString(CultureInfo.InvariantCulture),
        (int)decimal.Ceiling(spec.Vcpus.Value),
        spec.Description ?? $"{spec.Vcpus} vCPUs, {spec.Memory} RAM",
        !decimal.IsInteger(spec.Vcpus.Value),
        MachineTypeFacts.ManyDisks,
        MachineTypeFacts.ManyDisksGb);
}
