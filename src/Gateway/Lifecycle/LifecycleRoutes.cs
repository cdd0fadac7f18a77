using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Lifecycle.Instances;
using ComputeOperator.Gateway.Tenants;

namespace ComputeOperator.Gateway.Lifecycle;

/// <summary>The paths of the dialect.</summary>
internal static class LifecycleRoutes
{
    public const string Root = "/api/v1/instances";

    public static void Map(IEndpointRouteBuilder routes, GatewayOptions options)
    {
        var changes = new AwaitedChanges(options.OperationWait, TimeProvider.System);
        var instances = routes.MapGroup(Root).Takes(TenantId.Parameter);

        new InstanceEndpoints(changes, new CreateMapping(options.DefaultMachineType, options.DefaultZone)).Map(instances);
        new ActionEndpoints(changes).Map(instances);
    }
}
