namespace ComputeOperator.Gateway.Gce.Contracts;

/// <summary>A machine.</summary>
internal sealed record InstanceResource
{
    public string Kind => "compute#instance";

    public required string Id { get; init; }

    public required string CreationTimestamp { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required TagsResource Tags { get; init; }

    public required string MachineType { get; init; }

    public required string Status { get; init; }

    public string? StatusMessage { get; init; }

    public required string Zone { get; init; }

    public bool CanIpForward { get; init; }

    public required IReadOnlyList<NetworkInterfaceResource> NetworkInterfaces { get; init; }

    public required IReadOnlyList<AttachedDiskResource> Disks { get; init; }

    public required MetadataResource Metadata { get; init; }

    public required string SelfLink { get; init; }

    public required SchedulingResource Scheduling { get; init; }

    public required string CpuPlatform { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public required string LabelFingerprint { get; init; }

    public bool StartRestricted { get; init; }

    public bool DeletionProtection { get; init; }

    public required string Fingerprint { get; init; }

    public string? LastStartTimestamp { get; init; }

    public string? LastStopTimestamp { get; init; }

    public string? LastSuspendedTimestamp { get; init; }
}

/// <summary>Network tags.</summary>
internal sealed record TagsResource(string Fingerprint, IReadOnlyList<string>? Items);

/// <summary>Guest metadata.</summary>
internal sealed record MetadataResource(string Fingerprint, IReadOnlyList<MetadataItem>? Items)
{
    public string Kind => "compute#metadata";
}

/// <summary>One entry of guest metadata.</summary>
internal sealed record MetadataItem
{
    public string? Key { get; init; }

    public string? Value { get; init; }
}

/// <summary>A network interface.</summary>
internal sealed record NetworkInterfaceResource
{
    public string Kind => "compute#networkInterface";

    public required string Name { get; init; }

    public required string Network { get; init; }

    public string? NetworkIP { get; init; }

    public required string Fingerprint { get; init; }

    public string StackType => "IPV4_ONLY";
}

/// <summary>A disk of a machine.</summary>
internal sealed record AttachedDiskResource
{
    public string Kind => "compute#attachedDisk";

    public string Type => "PERSISTENT";

    public string Mode => "READ_WRITE";

    public required string Source { get; init; }

    public required string DeviceName { get; init; }

    public int Index { get; init; }

    public bool Boot { get; init; }

    public bool AutoDelete { get; init; }

    public string? DiskSizeGb { get; init; }

    public string Interface => "SCSI";
}

/// <summary>What becomes of a machine when its host fails.</summary>
internal sealed record SchedulingResource
{
    public string OnHostMaintenance => "MIGRATE";

    public bool AutomaticRestart => true;

    public bool Preemptible => false;

    public string ProvisioningModel => "STANDARD";
}
