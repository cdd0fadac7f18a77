using ComputeOperator.Gateway.Iaas.Contracts;
using ComputeOperator.Gateway.Identity;

namespace ComputeOperator.Gateway.Iaas.Flavors;

/// <summary>Lists flavors.</summary>
internal static class FlavorEndpoint
{
    public static void Map(IEndpointRouteBuilder compute) => compute.MapGet("/flavors", List).Answers<FlavorList>();

    // Flavors are no secret: who does not say who he is gets them as they are shipped, because the gateway itself may not look.
    private static async Task<IResult> List(HttpContext context, Cluster cluster, CancellationToken cancellation)
    {
        var types = cluster.Find(context.Request) is { } caller ? await caller.MachineTypes.ListAsync(cancellation) : ShippedFlavors.All;
        var flavors = types.Where(type => ShippedFlavors.Names.Contains(type.Metadata.Name!)).OrderBy(type => type.Spec.Memory);
        return TypedResults.Json(new FlavorList([.. flavors.Select(FlavorView.Of)]), IaasContracts.Json.FlavorList);
    }
}
