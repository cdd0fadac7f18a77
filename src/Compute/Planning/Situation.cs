using ComputeOperator.Compute.Providers;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Planning;

/// <summary>Everything that a decision about an instance depends on.</summary>
/// <param name="Instance">The object as it is now.</param>
/// <param name="References">What its references mean.</param>
/// <param name="Seen">What its provider sees.</param>
/// <param name="Now">The time.</param>
public sealed record Situation(Instance Instance, References References, Observation Seen, DateTimeOffset Now)
{
    /// <summary>The phase persisted last.</summary>
    public InstancePhase? Phase => Instance.Status?.Phase;

    /// <summary>The failure that is being retried, if any.</summary>
    public RetryStatus? Retry => Instance.Status?.Retry;

    /// <summary>Whether a restart was asked for that has not been handled.</summary>
    public bool RestartPending => Restarts.IsPending(Instance);

    /// <summary>Whether its tenant keeps all its instances off.</summary>
    public bool IsTenantSuspended => References.Admission is Admission.Refused { Reason: RefusalReason.TenantSuspended };

    /// <summary>Whether the spec has changed since the last status.</summary>
    public bool SpecChanged => Instance.Metadata.Generation != Instance.Status?.ObservedGeneration;

    /// <summary>Stands for the annotations that the provider reads, as they are now.</summary>
    public string? AnnotationFingerprint => ProviderAnnotations.Fingerprint(Instance, References.Provider);
}
