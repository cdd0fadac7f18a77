using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Iaas.Contracts;
using ComputeOperator.Gateway.Iaas.Flavors;
using ComputeOperator.Gateway.Iaas.Instances;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Tenants;

namespace ComputeOperator.Gateway.Iaas;

/// <summary>The paths of the dialect.</summary>
internal static class IaasRoutes
{
    public static void Map(IEndpointRouteBuilder routes, GatewayOptions options)
    {
        var changes = new AwaitedChanges(options.OperationWait, TimeProvider.System);
        var compute = routes.MapGroup("/api/v1/compute").Takes(TenantId.Parameter);

        new InstanceEndpoints(changes, options.DefaultZone).Map(compute);
        new PowerEndpoints(changes).Map(compute);
        AttachmentEndpoints.Map(compute);
        FlavorEndpoint.Map(compute);
        routes.MapGet("/health", () => TypedResults.Json(new HealthResource("healthy", "compute-service"), IaasContracts.Json.HealthResource))
            .Produces<HealthResource>();
    }
}
