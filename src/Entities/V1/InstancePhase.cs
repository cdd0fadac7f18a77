using System.Text.Json.Serialization;

namespace ComputeOperator.Entities.V1;

/// <summary>Where an instance is in its life; the words are Google Compute Engine's.</summary>
public enum InstancePhase
{
    /// <summary>Accepted; no machine is known of yet.</summary>
    [JsonStringEnumMemberName("PROVISIONING")]
    Provisioning,

    /// <summary>The machine is being prepared or is booting.</summary>
    [JsonStringEnumMemberName("STAGING")]
    Staging,

    /// <summary>The machine runs.</summary>
    [JsonStringEnumMemberName("RUNNING")]
    Running,

    /// <summary>The machine is shutting down.</summary>
    [JsonStringEnumMemberName("STOPPING")]
    Stopping,

    /// <summary>The machine is off.</summary>
    [JsonStringEnumMemberName("TERMINATED")]
    Terminated,

    /// <summary>The machine is saving its memory.</summary>
    [JsonStringEnumMemberName("SUSPENDING")]
    Suspending,

    /// <summary>The machine is off with its memory kept.</summary>
    [JsonStringEnumMemberName("SUSPENDED")]
    Suspended,

    /// <summary>The machine died by itself and is about to be brought back.</summary>
    [JsonStringEnumMemberName("REPAIRING")]
    Repairing,
}
