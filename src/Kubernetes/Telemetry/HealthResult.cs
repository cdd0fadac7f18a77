namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>What a health check found.</summary>
/// <param name="IsHealthy">Whether all is well.</param>
/// <param name="Detail">Why not; for a healthy result a remark worth showing, such as <c>leader</c>, or null.</param>
public readonly record struct HealthResult(bool IsHealthy, string? Detail)
{
    /// <summary>All is well.</summary>
    public static HealthResult Ok(string? remark = null) => new(true, remark);

    /// <summary>Something is not.</summary>
    /// <param name="reason">What, for whoever has to repair it.</param>
    public static HealthResult Failed(string reason) => new(false, reason);
}
