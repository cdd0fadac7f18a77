using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.VmManager.Contracts;

namespace ComputeOperator.Gateway.VmManager.Vms;

/// <summary>How large a virtual machine is, as three figures, and as the machine type that has them. Pure.</summary>
internal static class VmSize
{
    /// <summary>The figures of a body.</summary>
    public static SizeRequest Read(BodyFields body) => new()
    {
        RamMb = body.RequiredNumber("ram_mb", 1, CustomMachineType.MostMemory),
        DiskGb = body.RequiredNumber("disk_gb", 1, CustomMachineType.MostDisk),
        CpuCores = body.RequiredNumber("cpu_cores", 1, CustomMachineType.MostVcpus),
    };

    public static string MachineType(SizeRequest size) => CustomMachineType.Name(size.CpuCores, size.RamMb, size.DiskGb);

    public static long Cost(SizeRequest size) => CreditCost.Of(CustomMachineType.Find(MachineType(size))!);
}
