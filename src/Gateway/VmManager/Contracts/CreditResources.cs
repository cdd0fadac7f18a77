using System.Text.Json.Serialization;

namespace ComputeOperator.Gateway.VmManager.Contracts;

/// <summary>Whether a virtual machine could be paid for.</summary>
/// <param name="Cost">What it costs.</param>
/// <param name="AvailableCredits">What the tenant can still spend; null: no limit, or the caller may not know.</param>
/// <param name="Allowed">Whether it would be created.</param>
/// <param name="Reason">Why not; null where it would.</param>
internal sealed record QuotaCheckResource(
    long Cost, [property: JsonPropertyName("available_credits")] long? AvailableCredits, bool Allowed, string? Reason);

/// <summary>A change of what a tenant may spend.</summary>
internal sealed record CreditAdjustmentRequest
{
    public required long Amount { get; init; }

    public required string Reason { get; init; }
}

/// <summary>What a tenant may spend.</summary>
internal sealed record CreditResource(string Tenant, long Granted, long Spent, long Available);
