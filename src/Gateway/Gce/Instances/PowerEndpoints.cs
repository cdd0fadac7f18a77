using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Operations;
using ComputeOperator.Gateway.Identity;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>Starts, stops and resets instances. No body is read: clients send anything from nothing to a quoted word.</summary>
internal sealed class PowerEndpoints(GceSettings settings, InstanceChanges changes, TimeProvider time)
{
    private readonly PowerRules _rules = new(settings.StrictState);

    public void Map(IEndpointRouteBuilder zone)
    {
        zone.MapPost("/instances/{instance}/start", Start).Changes("compute.instances.start");
        zone.MapPost("/instances/{instance}/stop", Stop).Changes("compute.instances.stop");
        zone.MapPost("/instances/{instance}/suspend", Suspend).Changes("compute.instances.suspend");
        zone.MapPost("/instances/{instance}/resume", Resume).Changes("compute.instances.resume");
        zone.MapPost("/instances/{instance}/reset", Reset).Changes("compute.instances.reset");
    }

    private Task<IResult> Start(string project, string zone, string instance, HttpContext context, CallerCluster cluster) =>
        changes.ApplyAsync(new(context, cluster, project, zone, instance), OperationKind.Of(OperationType.Start), _rules.Start);

    private Task<IResult> Stop(string project, string zone, string instance, HttpContext context, CallerCluster cluster) =>
        changes.ApplyAsync(new(context, cluster, project, zone, instance), OperationKind.Of(OperationType.Stop), _rules.Stop);

    private Task<IResult> Suspend(string project, string zone, string instance, HttpContext context, CallerCluster cluster) =>
        changes.ApplyAsync(new(context, cluster, project, zone, instance), OperationKind.Of(OperationType.Suspend), _rules.Suspend);

    private Task<IResult> Resume(string project, string zone, string instance, HttpContext context, CallerCluster cluster) =>
        changes.ApplyAsync(new(context, cluster, project, zone, instance), OperationKind.Of(OperationType.Resume), _rules.Resume);

    private Task<IResult> Reset(string project, string zone, string instance, HttpContext context, CallerCluster cluster) =>
        changes.ApplyAsync(
            new(context, cluster, project, zone, instance), OperationKind.Of(OperationType.Reset), found => _rules.Reset(found, time.GetUtcNow()));
}
