using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Tenants;
using ComputeOperator.Gateway.VmManager.Contracts;
using ComputeOperator.Gateway.VmManager.Vms;

namespace ComputeOperator.Gateway.VmManager.Credits;

/// <summary>Says what a virtual machine would cost, and whether the tenant can pay.</summary>
internal static class QuotaCheckEndpoint
{
    public static void Map(IEndpointRouteBuilder vms) => vms.MapPost("/quota-check", Check).Answers<QuotaCheckResource>().Reads<SizeRequest>();

    private static async Task<IResult> Check(HttpContext context, TenantCluster cluster)
    {
        var body = await BodyFields.ReadAsync(context);
        var size = VmSize.Read(body);
        body.Check();
        return TypedResults.Json(QuotaCheck.Of(VmSize.Cost(size), cluster.Tenant), VmManagerContracts.Json.QuotaCheckResource);
    }
}
