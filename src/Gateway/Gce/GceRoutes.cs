using ComputeOperator.Gateway.Gce.Batch;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Disks;
using ComputeOperator.Gateway.Gce.Globals;
using ComputeOperator.Gateway.Gce.Instances;
using ComputeOperator.Gateway.Gce.MachineTypes;
using ComputeOperator.Gateway.Gce.Operations;
using ComputeOperator.Gateway.Gce.Zones;

namespace ComputeOperator.Gateway.Gce;

/// <summary>The paths of the dialect.</summary>
internal static class GceRoutes
{
    public static void Map(IEndpointRouteBuilder routes, GceSettings settings)
    {
        var time = TimeProvider.System;
        var operations = new ZoneOperations(settings, time);
        var changes = new InstanceChanges(settings, operations, time);
        var project = routes.MapGroup("/compute/v1/projects/{project}").AddEndpointFilter(CheckPath);
        var zone = project.MapGroup("/zones/{zone}");

        new InstanceListEndpoints(settings).Map(project);
        new InstanceEndpoints(settings, operations, time).Map(zone);
        new InsertEndpoint(settings, operations).Map(zone);
        new PowerEndpoints(settings, changes, time).Map(zone);
        new SettingEndpoints(changes).Map(zone);
        new SerialPortEndpoint(settings).Map(zone);
        new OperationEndpoints(operations).Map(zone);
        new OperationListEndpoints(settings, operations).Map(project);
        new MachineTypeEndpoints(settings).Map(project);
        new ZoneEndpoints(settings).Map(project);
        new DiskEndpoints(settings).Map(project);
        new GlobalEndpoints(settings).Map(project);
        BatchEndpoint.Map(routes, settings.RequestTimeout);
        routes.MapGet("/compute/health", () => new GceJson<HealthResource>(new("compute-engine", "healthy", "1"), GceContracts.Json.HealthResource));
    }

    private static ValueTask<object?> CheckPath(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        GcePath.Check(context.HttpContext.Request.RouteValues);
        return next(context);
    }
}
