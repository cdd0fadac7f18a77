using System.Globalization;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Contracts;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>An Instance as this dialect shows it. Pure.</summary>
internal static class InstanceView
{
    private const decimal Gibibyte = 1024m * 1024m * 1024m;
    private const string DefaultDiskGb = "10";

    public static InstanceResource Of(Instance instance, string project, GceSettings settings)
    {
        var (links, spec, status, meta) = (settings.Links, instance.Spec, instance.Status, instance.Metadata);
        var name = InstanceNames.Of(instance, settings.DefaultZone);
        var labels = Labels.Of(meta);
        return new()
        {
            Id = InstanceIdentity.InstanceId(meta.Uid ?? ""),
            CreationTimestamp = GceTime.Of(meta.CreationTimestamp ?? default),
            Name = name,
            Description = spec.Description,
            Tags = new(Fingerprint.Of(spec.Tags), spec.Tags is { Count: > 0 } tags ? tags : null),
            MachineType = links.Zonal(project, spec.Zone, "machineTypes", spec.MachineType),
            Status = StatusOf(status?.Phase),
            StatusMessage = status?.StatusMessage,
            Zone = links.Zone(project, spec.Zone),
            NetworkInterfaces = [NetworkInterface(instance, project, links)],
            Disks = [BootDisk(instance, name, project, links)],
            Metadata = MetadataOf(spec),
            SelfLink = links.Zonal(project, spec.Zone, "instances", name),
            Scheduling = new(),
            CpuPlatform = "Intel Broadwell",
            Labels = labels.Count == 0 ? null : labels,
            LabelFingerprint = Fingerprint.Of(labels),
            DeletionProtection = spec.DeletionProtection,
            Fingerprint = Fingerprint.Of($"{meta.Uid}/{meta.Generation}"),
            LastStartTimestamp = GceTime.Of(status?.LastStartTimestamp),
            LastStopTimestamp = GceTime.Of(status?.LastStopTimestamp),
            LastSuspendedTimestamp = GceTime.Of(status?.LastSuspendTimestamp),
        };
    }

    /// <summary>The phase as one word; one that the operator has not seen yet is being provisioned.</summary>
    public static string StatusOf(InstancePhase? phase) => (phase ?? InstancePhase.Provisioning) switch
    {
        InstancePhase.Provisioning => "PROVISIONING",
        InstancePhase.Staging => "STAGING",
        InstancePhase.Running => "RUNNING",
        InstancePhase.Stopping => "STOPPING",
        InstancePhase.Terminated => "TERMINATED",
        InstancePhase.Suspending => "SUSPENDING",
        InstancePhase.Suspended => "SUSPENDED",
        InstancePhase.Repairing => "REPAIRING",
    };

    public static MetadataResource MetadataOf(InstanceSpec spec) => new(
        Fingerprint.Of(spec.Metadata),
        spec.Metadata is { Count: > 0 } entries
            ? [.. entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => new MetadataItem { Key = entry.Key, Value = entry.Value })]
            : null);

    /// <summary>The size of the boot disk in whole gigabytes.</summary>
    public static string DiskSizeGb(Instance instance) => instance.Status?.MachineType is { } powered
        ? decimal.Max(1, decimal.Ceiling(powered.Disk.Value / Gibibyte)).ToString("0", CultureInfo.InvariantCulture)
        : DefaultDiskGb;

    private static NetworkInterfaceResource NetworkInterface(Instance instance, string project, Links links)
    {
        var address = instance.Status?.Addresses?.FirstOrDefault(a => a.Type == AddressType.InternalIP)?.Address;
        return new()
        {
            Name = "nic0",
            Network = links.Global(project, "networks/default"),
            NetworkIP = address,
            Fingerprint = Fingerprint.Of(address ?? ""),
        };
    }

    private static AttachedDiskResource BootDisk(Instance instance, string name, string project, Links links) => new()
    {
        Source = links.Zonal(project, instance.Spec.Zone, "disks", name),
        DeviceName = "persistent-disk-0",
        Boot = true,
        AutoDelete = true,
        DiskSizeGb = DiskSizeGb(instance),
    };
}
