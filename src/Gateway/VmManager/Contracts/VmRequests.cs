using System.Text.Json;
using System.Text.Json.Serialization;

namespace ComputeOperator.Gateway.VmManager.Contracts;

/// <summary>How large a virtual machine is.</summary>
internal record SizeRequest
{
    [JsonPropertyName("ram_mb")]
    public required long RamMb { get; init; }

    [JsonPropertyName("disk_gb")]
    public required long DiskGb { get; init; }

    [JsonPropertyName("cpu_cores")]
    public required long CpuCores { get; init; }
}

/// <summary>A virtual machine to be created.</summary>
internal sealed record CreateRequest : SizeRequest
{
    public required string Name { get; init; }

    [JsonPropertyName("os_type")]
    public string? OsType { get; init; }

    [JsonPropertyName("vm_metadata")]
    public JsonElement? VmMetadata { get; init; }
}

/// <summary>A change of metadata: members are set, those that are null are removed, others stay.</summary>
internal sealed record UpdateRequest
{
    [JsonPropertyName("vm_metadata")]
    public JsonElement? VmMetadata { get; init; }
}

/// <summary>Something to be done with a virtual machine.</summary>
internal sealed record ActionRequest
{
    public required string Action { get; init; }
}
