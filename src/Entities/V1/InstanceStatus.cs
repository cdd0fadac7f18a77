using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>What the operator has seen and done. Only the operator writes here.</summary>
[Default(ComputeApi.UnseenStatus)]
public sealed record InstanceStatus
{
    /// <summary>The metadata.generation that this status was computed for.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>Where the instance is in its life.</summary>
    public InstancePhase? Phase { get; init; }

    /// <summary>When the phase was entered.</summary>
    public DateTimeOffset? PhaseTransitionTimestamp { get; init; }

    /// <summary>Why it is in this phase, in one sentence for people.</summary>
    [JsonConverter(typeof(PooledStringConverter))]
    public string? StatusMessage { get; init; }

    /// <summary>Stable identity as an unsigned 64-bit decimal, derived from the object's uid.</summary>
    [JsonPropertyName("instanceID")]
    public string? InstanceId { get; init; }

    /// <summary>The provider that it has, as of when the operator first looked at it; everything obeys this, whatever spec or the default becomes.</summary>
    [JsonConverter(typeof(PooledStringConverter))]
    public string? Provider { get; init; }

    /// <summary>The machine type as it was when the machine was last powered on; before it has ever run, as it was last tried.</summary>
    [Atomic]
    public PoweredMachineType? MachineType { get; init; }

    /// <summary>What it has reserved of its tenant's quota, sized by the machine type as it was then; absent: nothing yet.</summary>
    [Atomic]
    public InstanceReservation? Reservation { get; init; }

    /// <summary>Where the machine is reached.</summary>
    [Items(MaxItems = 16)]
    [ListType(ListKind.Atomic)]
    public IReadOnlyList<InstanceAddress>? Addresses { get; init; }

    /// <summary>When the operator accepted the Instance.</summary>
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>When it last became RUNNING.</summary>
    public DateTimeOffset? LastStartTimestamp { get; init; }

    /// <summary>When it was last stopped: became TERMINATED from STOPPING, whether or not it had reached RUNNING before.</summary>
    public DateTimeOffset? LastStopTimestamp { get; init; }

    /// <summary>When it was last suspended: became SUSPENDED with its memory kept.</summary>
    public DateTimeOffset? LastSuspendTimestamp { get; init; }

    /// <summary>When a restart was last begun.</summary>
    public DateTimeOffset? LastRestartTimestamp { get; init; }

    /// <summary>The latest spec.restartedAt that has been handled.</summary>
    // It is written in UTC, where the first and the last hours that spec takes are in the years before and after.
    [Pattern(@"^(0999|[12][0-9]{3}|3000)-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))$")]
    public DateTimeOffset? ObservedRestartedAt { get; init; }

    /// <summary>How many restarts have been begun.</summary>
    public int? RestartCount { get; init; }

    /// <summary>Present while something fails and is tried again.</summary>
    [Atomic]
    public RetryStatus? Retry { get; init; }

    /// <summary>Present while the Instance is being deleted.</summary>
    [Atomic]
    public DeletionStatus? Deletion { get; init; }

    /// <summary>The last 10 operations, oldest first.</summary>
    [Items(MaxItems = 10)]
    [ListType(ListKind.Atomic)]
    public IReadOnlyList<InstanceOperation>? Operations { get; init; }

    /// <summary>What the provider must remember; opaque to all others.</summary>
    [PreserveUnknownFields]
    [Atomic]
    public JsonElement? ProviderState { get; init; }

    /// <summary>Ready, Accepted, QuotaReserved, PowerStateSynced and, only while they hold, RestartRequired, Reconciling and Stalled.</summary>
    [Items(MaxItems = 32)]
    [ListType(ListKind.Map, "type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
