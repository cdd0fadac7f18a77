using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>
/// Who Instances belong to: in which namespaces, how much of everything, and for how many credits. An Instance names its
/// Tenant in spec.tenant and is let in when there is room.
/// </summary>
[KubernetesEntity(Group = ComputeApi.Group, ApiVersion = ComputeApi.Version, Kind = "Tenant", PluralName = "tenants")]
[EntityScope(EntityScope.Cluster)]
[KubernetesEntityShortNames("tnt")]
[KubernetesEntityCategories(ComputeApi.Category)]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type=='Ready')].status", "Ready", "string", Description = "Whether what is seen is what is wanted.")]
[GenericAdditionalPrinterColumn(".status.usage.instances.summary", "Instances", "string", Description = "Instances reserved, of those allowed.")]
[GenericAdditionalPrinterColumn(".status.usage.vcpus.summary", "vCPUs", "string", Description = "Virtual CPUs reserved, of those allowed.")]
[GenericAdditionalPrinterColumn(".status.usage.memory.summary", "Memory", "string", Description = "Memory reserved, of that allowed.")]
[GenericAdditionalPrinterColumn(".status.usage.disk.summary", "Disk", "string", Description = "Disk reserved, of that allowed.")]
[GenericAdditionalPrinterColumn(".status.waiting", "Waiting", "integer", Description = "Instances that wait for room.")]
[GenericAdditionalPrinterColumn(".status.credits.available", "Credits-Left", "integer", Description = "Credits that can still be spent; empty: no limit.")]
[GenericAdditionalPrinterColumn(".metadata.creationTimestamp", "Age", "date", Description = "Time since creation.")]
[GenericAdditionalPrinterColumn(".status.credits.spent", "Credits-Spent", "integer", Priority = 1, Description = "Credits spent since the tenant exists.")]
[GenericAdditionalPrinterColumn(".spec.suspended", "Suspended", "boolean", Priority = 1, Description = "Whether its Instances are kept stopped.")]
[GenericAdditionalPrinterColumn(".spec.namespaces", "Namespaces", "string", Priority = 1, Description = "Where its Instances may be.")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type=='Ready')].message", "Message", "string", Priority = 1, Description = "How it is, in one sentence.")]
[ValidationRule(
    "self.metadata.name.size() <= 63 && self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
    Message = "metadata.name must be at most 63 lower-case letters, digits and '-', with no '-' at either end",
    FieldPath = ".metadata.name")]
public sealed record Tenant : CustomKubernetesEntity<TenantSpec, TenantStatus>;
