using System.Text.Json;
using System.Text.Json.Serialization;

namespace ComputeOperator.Gateway.VmManager.Contracts;

/// <summary>A virtual machine.</summary>
internal sealed record VmResource
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    [JsonPropertyName("user_id")]
    public required string UserId { get; init; }

    [JsonPropertyName("os_type")]
    public required string? OsType { get; init; }

    [JsonPropertyName("ram_mb")]
    public required long? RamMb { get; init; }

    [JsonPropertyName("disk_gb")]
    public required long? DiskGb { get; init; }

    [JsonPropertyName("cpu_cores")]
    public required decimal? CpuCores { get; init; }

    public required string Status { get; init; }

    [JsonPropertyName("ip_address")]
    public required string? IpAddress { get; init; }

    [JsonPropertyName("ssh_port")]
    public required int? SshPort { get; init; }

    [JsonPropertyName("uptime_seconds")]
    public required long UptimeSeconds { get; init; }

    [JsonPropertyName("vm_metadata")]
    public required IReadOnlyDictionary<string, JsonElement> VmMetadata { get; init; }

    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("updated_at")]
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>How a virtual machine is.</summary>
internal sealed record StatusResource(
    string Id, string Name, string Status, [property: JsonPropertyName("uptime_seconds")] long UptimeSeconds, [property: JsonPropertyName("ip_address")] string? IpAddress);
