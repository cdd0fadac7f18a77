using ComputeOperator.Compute.Status;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Planning;

/// <summary>Whether the references of a spec hold.</summary>
/// <param name="Reason">One CamelCase word.</param>
/// <param name="Message">A sentence that names field and value and says what is allowed.</param>
/// <param name="Holds">Whether they do.</param>
public sealed record Acceptance(bool Holds, string Reason, string Message)
{
    /// <summary>They hold.</summary>
    public static Acceptance Accepted { get; } = new(true, "ReferencesResolved", "machine type, parent and provider are known");

    /// <summary>Judges the first reference that does not hold.</summary>
    public static Acceptance Of(Instance instance, References references) =>
        Provider(instance, references) ?? MachineType(instance, references) ?? Parent(references.Parent) ?? Accepted;

    private static Acceptance? Provider(Instance instance, References references)
    {
        if (references.Provider is not { } provider)
        {
            return Refused(
                "ProviderNotFound",
                $"spec.provider: '{references.ProviderName}' is not enabled in this operator; allowed: {string.Join(", ", references.KnownProviders)}");
        }

        return provider.RequiresImage && instance.Spec.Image is null
            ? Refused("ImageRequired", $"spec.image is required for provider {references.ProviderName}")
            : null;
    }

    private static Acceptance? MachineType(Instance instance, References references)
    {
        if (references.MachineType is not null)
        {
            return null;
        }

        var allowed = references.KnownMachineTypes is { Count: > 0 } known
            ? $"allowed: {string.Join(", ", known)}; or {(CustomMachineType.IsMeant(instance.Spec.MachineType) ? CustomMachineType.Allowed : CustomMachineType.Form)}"
            : "there are none yet: kubectl apply -k config/machinetypes";
        return Refused("MachineTypeNotFound", $"spec.machineType: no MachineType '{instance.Spec.MachineType}'; {allowed}");
    }

    private static Acceptance? Parent(ParentFinding parent) => parent switch
    {
        ParentFinding.NotFound missing =>
            Refused("ParentNotFound", $"spec.parent: no Instance '{missing.Name}' in this namespace"),
        ParentFinding.Deleting leaving =>
            Refused("ParentDeleting", $"spec.parent: Instance '{leaving.Name}' is being deleted"),
        ParentFinding.Cycle cycle =>
            Refused("ParentCycle", $"spec.parent: the parents form a cycle: {StatusText.List(cycle.Path, " -> ")}"),
        _ => null,
    };

    private static Acceptance Refused(string reason, string message) => new(false, reason, message);
}
