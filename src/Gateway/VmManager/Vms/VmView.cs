using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.MachineTypes;
using ComputeOperator.Gateway.VmManager.Contracts;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.VmManager.Vms;

/// <summary>An Instance as this dialect shows it. Pure.</summary>
internal static class VmView
{
    private const decimal Mebibyte = 1024m * 1024m;
    private const decimal Gibibyte = 1024m * Mebibyte;
    private const int SshPort = 22;

    public static VmResource Of(Instance instance, MachineSizes sizes, DateTimeOffset now)
    {
        var (size, address) = (sizes.Of(instance), AddressOf(instance));
        return new()
        {
            Id = instance.Metadata.Name!,
            Name = ObjectNames.Display(instance),
            UserId = instance.Spec.Tenant,
            OsType = instance.Spec.Image,
            RamMb = Whole(size?.Memory, Mebibyte),
            DiskGb = Whole(size?.Disk, Gibibyte),
            CpuCores = size?.Vcpus.Value,
            Status = VmStatus.Of(instance),
            IpAddress = address,
            SshPort = address is null ? null : SshPort,
            UptimeSeconds = (long)InstanceTimes.Uptime(instance, now).TotalSeconds,
            VmMetadata = VmMetadata.Of(instance),
            CreatedAt = InstanceTimes.Created(instance),
            UpdatedAt = InstanceTimes.Updated(instance),
        };
    }

    public static StatusResource StatusOf(Instance instance, DateTimeOffset now) => new(
        instance.Metadata.Name!, ObjectNames.Display(instance), VmStatus.Of(instance),
        (long)InstanceTimes.Uptime(instance, now).TotalSeconds, AddressOf(instance));

    private static string? AddressOf(Instance instance) =>
        instance.Status?.Addresses?.FirstOrDefault(address => address.Type == AddressType.InternalIP)?.Address;

    private static long? Whole(Quantity? size, decimal unit) => size is { } known ? (long)decimal.Ceiling(known.Value / unit) : null;
}
