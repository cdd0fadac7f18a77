using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>
/// One machine: what kind, from which image, for whom, and whether it should run. The operator walks it through the
/// life of a cloud VM and reports in status.
/// </summary>
[KubernetesEntity(Group = ComputeApi.Group, ApiVersion = ComputeApi.Version, Kind = "Instance", PluralName = "instances")]
[KubernetesEntityShortNames("inst")]
[KubernetesEntityCategories(ComputeApi.Category)]
[GenericAdditionalPrinterColumn(".status.phase", "Phase", "string", Description = "Where the instance is in its life.")]
[GenericAdditionalPrinterColumn(".spec.powerState", "Power", "string", Description = "The power state wanted.")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type=='Ready')].status", "Ready", "string", Description = "Whether what is seen is what is wanted.")]
[GenericAdditionalPrinterColumn(".spec.machineType", "Machine-Type", "string", Description = "The machine type wanted.")]
[GenericAdditionalPrinterColumn(".spec.tenant", "Tenant", "string", Description = "Who pays.")]
[GenericAdditionalPrinterColumn(".spec.zone", "Zone", "string", Description = "Where it runs.")]
[GenericAdditionalPrinterColumn(".status.addresses[?(@.type=='InternalIP')].address", "IP", "string", Description = "Address on the inside network.")]
[GenericAdditionalPrinterColumn(".metadata.creationTimestamp", "Age", "date", Description = "Time since creation.")]
[GenericAdditionalPrinterColumn(".status.provider", "Provider", "string", Priority = 1, Description = "What runs the machine.")]
[GenericAdditionalPrinterColumn(".spec.image", "Image", "string", Priority = 1, Description = "The image it boots from.")]
[GenericAdditionalPrinterColumn(".status.statusMessage", "Message", "string", Priority = 1, Description = "Why it is in this phase.")]
[SelectableField(".spec.tenant")]
[SelectableField(".spec.zone")]
[SelectableField(".spec.machineType")]
[SelectableField(".status.phase")]
[ValidationRule(
    "self.metadata.name.size() <= 63 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    Message = "metadata.name must be at most 63 characters: a lower-case letter first, then lower-case letters, digits and '-', and no '-' at the end",
    FieldPath = ".metadata.name")]
[ValidationRule(
    "!has(self.spec.parent) || self.spec.parent != self.metadata.name",
    Message = "spec.parent must name another Instance, not this one",
    FieldPath = ".spec.parent")]
public sealed record Instance : CustomKubernetesEntity<InstanceSpec, InstanceStatus>;
