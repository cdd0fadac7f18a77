using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tenants;

/// <summary>What a look at a tenant came to.</summary>
/// <param name="Status">The status to persist. What is granted counts from then on.</param>
/// <param name="Grants">Who is let in by that write.</param>
/// <param name="Told">Who is to be told something other than that.</param>
public sealed record TenantPlan(TenantStatus Status, IReadOnlyList<Grant> Grants, IReadOnlyList<ResourceKey> Told);
