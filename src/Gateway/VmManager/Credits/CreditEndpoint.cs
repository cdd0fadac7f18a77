using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Identity;
using ComputeOperator.Gateway.Tenants;
using ComputeOperator.Gateway.VmManager.Contracts;
using ComputeOperator.Gateway.VmManager.Events;

namespace ComputeOperator.Gateway.VmManager.Credits;

/// <summary>Gives a tenant credits, or takes them back.</summary>
internal sealed class CreditEndpoint(TimeProvider time)
{
    private const long MostCredits = 1_000_000_000_000;
    private const int LongestReason = 500;

    public void Map(IEndpointRouteBuilder admin) =>
        admin.MapPost("/tenants/{name}/credits", Adjust).Answers<CreditResource>().Reads<CreditAdjustmentRequest>();

    private async Task<IResult> Adjust(string name, HttpContext context, CallerCluster cluster, CancellationToken cancellation)
    {
        var body = await BodyFields.ReadAsync(context);
        var (amount, reason) = (body.RequiredNumber("amount", -MostCredits, MostCredits), body.RequiredText("reason", LongestReason));
        body.Check();
        var found = TenantId.IsLegal(name) ? await cluster.Tenants.FindAsync(name, cancellation) : null;
        var changed = await cluster.Tenants.GrantAsync(found ?? throw Unknown(), tenant => Granted(tenant, amount), cancellation);
        // Though the caller hangs up: the reason is kept nowhere else.
        await AdminEvents.AdjustedAsync(cluster.Events, changed, amount, reason, time.GetUtcNow(), CancellationToken.None);
        return TypedResults.Json(View(changed), VmManagerContracts.Json.CreditResource);
    }

    /// <summary>The grant after the change.</summary>
    /// <exception cref="FailureException">There is no limit to change, or it would be below zero.</exception>
    internal static long Granted(Tenant tenant, long amount) =>
        tenant.Spec.Credits?.Granted is not { } before ? throw new FailureException(new Failure.WrongState("The tenant's credits have no limit"))
        : before + amount is >= 0 and <= MostCredits and var after ? after
        : throw new FailureException(new Failure.Invalid("amount", $"Must leave from 0 to {MostCredits} of the {before} credits granted."));

    private static FailureException Unknown() => new(new Failure.NotFound("Tenant not found"));

    private static CreditResource View(Tenant tenant) => new(
        tenant.Metadata.Name!, tenant.Spec.Credits?.Granted ?? 0, tenant.Status?.Credits?.Spent ?? 0, QuotaCheck.Available(tenant) ?? 0);
}
