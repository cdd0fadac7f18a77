namespace ComputeOperator.Gateway.Gce.Contracts;

/// <summary>How large a machine is.</summary>
internal sealed record MachineTypeResource
{
    public string Kind => "compute#machineType";

    public required string Id { get; init; }

    public required string CreationTimestamp { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required int GuestCpus { get; init; }

    public required int MemoryMb { get; init; }

    public int? ImageSpaceGb { get; init; }

    public required int MaximumPersistentDisks { get; init; }

    public required string MaximumPersistentDisksSizeGb { get; init; }

    public required string Zone { get; init; }

    public required string SelfLink { get; init; }

    public required bool IsSharedCpu { get; init; }

    public string Architecture => "X86_64";
}

/// <summary>A zone.</summary>
internal sealed record ZoneResource(string Id, string CreationTimestamp, string Name, string Description, string Status, string Region, string SelfLink)
{
    public string Kind => "compute#zone";

    public IReadOnlyList<string> AvailableCpuPlatforms => ["Intel Broadwell"];

    public bool SupportsPzs => false;
}

/// <summary>A region.</summary>
internal sealed record RegionResource(
    string Id, string CreationTimestamp, string Name, string Description, string Status, IReadOnlyList<string> Zones, IReadOnlyList<QuotaResource> Quotas, string SelfLink)
{
    public string Kind => "compute#region";
}

/// <summary>How much there may be of something.</summary>
internal sealed record QuotaResource(string Metric, double Limit, double Usage);

/// <summary>A disk.</summary>
internal sealed record DiskResource
{
    public string Kind => "compute#disk";

    public required string Id { get; init; }

    public required string CreationTimestamp { get; init; }

    public required string Name { get; init; }

    public required string SizeGb { get; init; }

    public required string Zone { get; init; }

    public string Status => "READY";

    public required string Type { get; init; }

    public string? SourceImage { get; init; }

    public required string SelfLink { get; init; }

    public required IReadOnlyList<string> Users { get; init; }
}

/// <summary>A kind of disk.</summary>
internal sealed record DiskTypeResource(string Id, string CreationTimestamp, string Name, string Description, string ValidDiskSize, string DefaultDiskSizeGb, string Zone, string SelfLink)
{
    public string Kind => "compute#diskType";
}

/// <summary>A network.</summary>
internal sealed record NetworkResource(string Id, string CreationTimestamp, string Name, string Description, bool AutoCreateSubnetworks, string SelfLink)
{
    public string Kind => "compute#network";
}

/// <summary>An image.</summary>
internal sealed record ImageResource(string Id, string CreationTimestamp, string Name, string Family, string Description, string Status, string DiskSizeGb, string ArchiveSizeBytes, string SelfLink)
{
    public string Kind => "compute#image";
}

/// <summary>A project.</summary>
internal sealed record ProjectResource(string Id, string CreationTimestamp, string Name, MetadataResource CommonInstanceMetadata, IReadOnlyList<QuotaResource> Quotas, string SelfLink)
{
    public string Kind => "compute#project";
}

/// <summary>What the console of a machine printed.</summary>
internal sealed record SerialPortOutput(string Contents, string Start, string Next, string SelfLink)
{
    public string Kind => "compute#serialPortOutput";
}

/// <summary>The state of the service.</summary>
internal sealed record HealthResource(string Service, string Status, string Phase);
