using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Tenants;
using ComputeOperator.Gateway.VmManager.Credits;
using ComputeOperator.Gateway.VmManager.Events;
using ComputeOperator.Gateway.VmManager.Vms;

namespace ComputeOperator.Gateway.VmManager;

/// <summary>The paths of the dialect.</summary>
internal static class VmManagerRoutes
{
    public const string Vms = "/api/vms";
    public const string Events = "/api/events";
    public const string Admin = "/api/admin";

    public static void Map(IEndpointRouteBuilder routes, GatewayOptions options)
    {
        var time = TimeProvider.System;
        var changes = new AwaitedChanges(options.OperationWait, time);
        var actions = new VmActions(changes, time);
        var (vms, admin) = (routes.MapGroup(Vms).Takes(TenantId.Parameter), routes.MapGroup(Admin));

        new VmEndpoints(time).Map(vms);
        new CreateEndpoint(changes, options.DefaultZone, time).Map(vms);
        new ActionEndpoint(actions).Map(vms);
        QuotaCheckEndpoint.Map(vms);
        EventEndpoints.Map(routes.MapGroup(Events), admin);
        new AdminVmEndpoints(actions, time).Map(admin);
        new CreditEndpoint(time).Map(admin);
    }
}
