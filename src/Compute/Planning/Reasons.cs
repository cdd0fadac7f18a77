using ComputeOperator.Compute.Tenants;

namespace ComputeOperator.Compute.Planning;

/// <summary>Reasons of the condition Stalled; those of a tenant's refusal, <see cref="RefusalReason"/>, are others.</summary>
public static class Reasons
{
    /// <summary>A reference of the spec does not hold.</summary>
    public const string InvalidConfiguration = "InvalidConfiguration";

    /// <summary>The provider cannot do what the spec asks.</summary>
    public const string UnsupportedByProvider = "UnsupportedByProvider";

    /// <summary>The same try would fail again.</summary>
    public const string UnrecoverableError = "UnrecoverableError";
}
