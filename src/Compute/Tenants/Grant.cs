namespace ComputeOperator.Compute.Tenants;

/// <summary>An instance that is let in, or let grow, with the next write of the Tenant.</summary>
/// <param name="Request">What it asked for.</param>
/// <param name="Cost">What it is charged; nothing for a resize.</param>
/// <param name="SpentBefore">Credits of the tenant spent before.</param>
public sealed record Grant(AdmissionRequest Request, long Cost, long SpentBefore)
{
    /// <summary>What it is charged, for the audit trail.</summary>
    public Charge Charge => new(Request.Key, Request.Uid, Cost, SpentBefore);
}
