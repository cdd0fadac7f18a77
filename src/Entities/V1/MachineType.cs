using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>How many vCPUs, how much memory and how much disk a machine has, under a name.</summary>
[KubernetesEntity(Group = ComputeApi.Group, ApiVersion = ComputeApi.Version, Kind = "MachineType", PluralName = "machinetypes")]
[EntityScope(EntityScope.Cluster)]
[KubernetesEntityShortNames("mt")]
[KubernetesEntityCategories(ComputeApi.Category)]
[GenericAdditionalPrinterColumn(".spec.vcpus", "vCPUs", "string", Description = "Virtual CPUs.")]
[GenericAdditionalPrinterColumn(".spec.memory", "Memory", "string", Description = "Memory.")]
[GenericAdditionalPrinterColumn(".spec.disk", "Disk", "string", Description = "Default boot disk.")]
[GenericAdditionalPrinterColumn(".spec.description", "Description", "string", Priority = 1, Description = "What it is for.")]
[GenericAdditionalPrinterColumn(".metadata.creationTimestamp", "Age", "date", Description = "Time since creation.")]
[ValidationRule(
    "self.metadata.name.size() <= 63 && self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
    Message = "metadata.name must be at most 63 lower-case letters, digits and '-', with no '-' at either end",
    FieldPath = ".metadata.name")]
public sealed record MachineType : CustomKubernetesEntity<MachineTypeSpec>;

/// <summary>The figures of a machine type. A change applies to machines at their next start.</summary>
public sealed record MachineTypeSpec
{
    /// <summary>Virtual CPUs; a fraction such as 250m is a share of one. More than 0, at most 1024.</summary>
    [ValidationRule(
        "quantity(string(self)).isGreaterThan(quantity('0')) && !quantity(string(self)).isGreaterThan(quantity('1024'))",
        Message = "spec.vcpus must be more than 0 and at most 1024, such as 2 or 250m")]
    public required Quantity Vcpus { get; init; }

    /// <summary>Memory in bytes. At least 1Mi, at most 64Ti.</summary>
    [ValidationRule(
        "!quantity(string(self)).isLessThan(quantity('1Mi')) && !quantity(string(self)).isGreaterThan(quantity('64Ti'))",
        Message = "spec.memory must be from 1Mi to 64Ti, such as 4Gi")]
    public required Quantity Memory { get; init; }

    /// <summary>Size of the boot disk in bytes. At least 1Mi, at most 64Ti.</summary>
    [Default("\"10Gi\"")]
    [ValidationRule(
        "!quantity(string(self)).isLessThan(quantity('1Mi')) && !quantity(string(self)).isGreaterThan(quantity('64Ti'))",
        Message = "spec.disk must be from 1Mi to 64Ti, such as 10Gi")]
    public Quantity Disk { get; set; } = new(10737418240m, binary: true);

    /// <summary>What the machine type is for.</summary>
    [Length(MaxLength = 256)]
    public string? Description { get; init; }
}
