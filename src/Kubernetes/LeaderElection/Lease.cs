using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Kubernetes.LeaderElection;

/// <summary>Who holds a role and since when they last said so (<c>coordination.k8s.io/v1 Lease</c>).</summary>
[KubernetesEntity(Group = "coordination.k8s.io", ApiVersion = "v1", Kind = "Lease", PluralName = "leases")]
public sealed record Lease : IKubernetesObject
{
    /// <summary>Where leases live in the API.</summary>
    public static ResourceDefinition<Lease> Definition { get; } =
        ResourceDefinition.From(LeaderElectionJsonContext.Default.Lease);

    /// <inheritdoc/>
    public string? ApiVersion { get; init; }

    /// <inheritdoc/>
    public string? Kind { get; init; }

    /// <inheritdoc/>
    public required ObjectMeta Metadata { get; init; }

    /// <summary>The claim; absent on a lease that nobody has claimed yet.</summary>
    public LeaseSpec? Spec { get; init; }
}

/// <summary>A claim on a role.</summary>
public sealed record LeaseSpec
{
    /// <summary>Who holds it; empty once given back.</summary>
    public string? HolderIdentity { get; init; }

    /// <summary>Seconds after the last renewal that others must wait before they take over.</summary>
    public int? LeaseDurationSeconds { get; init; }

    /// <summary>When the present holder got it, by the holder's clock.</summary>
    [JsonConverter(typeof(KubernetesMicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; init; }

    /// <summary>When the holder last renewed, by the holder's clock: never compared with a clock here.</summary>
    [JsonConverter(typeof(KubernetesMicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; init; }

    /// <summary>How often the holder changed.</summary>
    public int? LeaseTransitions { get; init; }
}
