namespace ComputeOperator.Compute.Tenants;

/// <summary>An instance that is let in, or let grow, with the next write of the Tenant.</summary>
/// <param name="Request">What it asked for.</param>
/// <param name="Cost">What it is charged; nothing for a resize.</param>
/// <param name="SpentBefore">Credits of the tenant spent before.</param>
public sealed record Grant(AdmissionRequest Request, long Cost, long SpentBefore)
{
    /// <summary>Credits of the tenant spent afterwards.</summary>
    public long SpentAfter => SpentBefore + Cost;
}
