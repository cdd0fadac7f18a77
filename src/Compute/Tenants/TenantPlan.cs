using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tenants;

/// <summary>What a look at a tenant came to.</summary>
/// <param name="Status">The status to persist. What is granted counts from then on.</param>
/// <param name="Grants">Who is let in by that write.</param>
/// <param name="Charges">Who is charged by it: those, and those that were let in by a voucher before.</param>
/// <param name="Vouchers">The vouchers that it issues.</param>
/// <param name="Told">Who is to be told something other than that.</param>
/// <param name="IsUrgent">
/// Whether somebody waits for the write: who is let in, who leaves and has yet to be charged, or the user who has changed the tenant. Figures can wait for the next report, and so
/// can grants while much that was granted before is still under way: nobody is idle then, and every write carries all of that.
/// </param>
public sealed record TenantPlan(
    TenantStatus Status, IReadOnlyList<Grant> Grants, IReadOnlyList<Charge> Charges, IReadOnlyList<long> Vouchers, IReadOnlyList<ResourceKey> Told, bool IsUrgent);
