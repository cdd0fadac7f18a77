namespace ComputeOperator.Entities.V1;

/// <summary>The condition types of a Tenant.</summary>
public static class TenantConditions
{
    /// <summary>What is seen is what is wanted.</summary>
    public const string Ready = "Ready";

    /// <summary>More is reserved than the quota allows, or Instances wait for room.</summary>
    public const string QuotaExceeded = "QuotaExceeded";
}
