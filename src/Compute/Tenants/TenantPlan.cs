using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tenants;

/// <summary>What a look at a tenant came to.</summary>
/// <param name="Status">The status to persist. What is granted counts from then on.</param>
/// <param name="Grants">Who is let in by that write.</param>
/// <param name="Told">Who is to be told something other than that.</param>
/// <param name="IsBusy">
/// Whether much that was granted before is still under way. Nobody has to wait for a write then, and every write carries all of that:
/// one that lets in many is better than many that let in one.
/// </param>
public sealed record TenantPlan(TenantStatus Status, IReadOnlyList<Grant> Grants, IReadOnlyList<ResourceKey> Told, bool IsBusy);
