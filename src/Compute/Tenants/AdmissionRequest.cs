using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tenants;

/// <summary>What an instance needs and does not have yet.</summary>
/// <param name="Key">The instance.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Created">When it was created.</param>
/// <param name="Version">Its version on which this is based.</param>
/// <param name="Need">All that it needs, what it has included.</param>
/// <param name="IsNew">Whether it has no reservation at all, and is therefore charged; a resize is not.</param>
public sealed record AdmissionRequest(
    ResourceKey Key, string Uid, DateTimeOffset Created, string Version, ResourceAmounts Need, bool IsNew)
{
    /// <summary>The order in which instances are let in: by creation, then by namespace and name.</summary>
    public static IComparer<AdmissionRequest> OldestFirst { get; } = Comparer<AdmissionRequest>.Create(Compare);

    /// <summary>The request of an instance; null when it has what it needs, cannot be accepted, or is going away.</summary>
    public static AdmissionRequest? Of(Instance instance, References references)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(references);
        if (instance.Metadata.IsDeleting() || NeedOf(instance, references) is not { } need)
        {
            return null;
        }

        var reservation = instance.Status?.Reservation;
        return ResourceAmounts.Of(reservation).Covers(need)
            ? null
            : new(
                ResourceKey.Of(instance), instance.Metadata.Uid ?? "", instance.Metadata.CreationTimestamp ?? default,
                instance.Metadata.ResourceVersion ?? "", need, IsNew: reservation is null);
    }

    /// <summary>Whether an instance may have a request, as far as can be said without looking anything up.</summary>
    public static bool IsPossibleFor(Instance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return !instance.Metadata.IsDeleting() && (instance.Status?.Reservation is null || IsAboutToStart(instance));
    }

    private static int Compare(AdmissionRequest one, AdmissionRequest other)
    {
        var order = one.Created.CompareTo(other.Created);
        order = order != 0 ? order : string.CompareOrdinal(one.Key.Namespace, other.Key.Namespace);
        order = order != 0 ? order : string.CompareOrdinal(one.Key.Name, other.Key.Name);
        return order != 0 ? order : string.CompareOrdinal(one.Uid, other.Uid);
    }

    private static ResourceAmounts? NeedOf(Instance instance, References references)
    {
        var status = instance.Status;
        // A machine from before there were reservations is what it is, whatever its spec says now.
        if (status is { Reservation: null, MachineType: { } powered })
        {
            return ResourceAmounts.Of(powered);
        }

        return references.MachineType is { } type && (status?.Reservation is null || IsAboutToStart(instance))
            && Acceptance.Of(instance, references).Holds
            ? ResourceAmounts.Of(type)
            : null;
    }

    private static bool IsAboutToStart(Instance instance) => instance.Status?.Phase switch
    {
        InstancePhase.Provisioning => true,
        InstancePhase.Terminated => instance.Spec.PowerState != PowerState.Stopped,
        // What failed to power on is powered on again, as what the spec says now.
        InstancePhase.Staging => Verb.IsPowerOn(instance.Status?.Retry?.Action),
        InstancePhase.Running => Restarts.IsPending(instance) && instance.Spec.RestartMode == RestartMode.Graceful,
        _ => false,
    };
}
