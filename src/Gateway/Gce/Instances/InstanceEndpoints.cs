using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Gce.Operations;
using ComputeOperator.Gateway.Identity;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>Reads and deletes instances.</summary>
internal sealed class InstanceEndpoints(GceSettings settings, ZoneOperations operations, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder zone)
    {
        zone.MapGet("/instances/{instance}", Get).With<InstanceResource>("compute.instances.get");
        zone.MapDelete("/instances/{instance}", Delete).With<OperationResource>("compute.instances.delete");
    }

    private async Task<IResult> Get(string project, string zone, string instance, CallerCluster cluster, CancellationToken cancellation)
    {
        var found = await InstanceLookup.GetAsync(cluster, project, zone, instance, settings.DefaultZone, cancellation);
        return new GceJson<InstanceResource>(InstanceView.Of(found, project, settings), GceContracts.Json.InstanceResource);
    }

    private async Task<IResult> Delete(string project, string zone, string instance, CallerCluster cluster, CancellationToken cancellation)
    {
        var found = await InstanceLookup.GetAsync(cluster, project, zone, instance, settings.DefaultZone, cancellation);
        if (found.Spec.DeletionProtection)
        {
            throw Protected(project, zone, instance);
        }

        var left = await cluster.Instances.DeleteAsync(found, cancellation) ? await LeavingAsync(cluster, found, cancellation) : found;
        return await operations.AnswerAsync(
            cluster, left, OperationKind.Of(OperationType.Delete), (left.Metadata.DeletionTimestamp ?? time.GetUtcNow()).ToUnixTimeSeconds(), cancellation);
    }

    // When it was asked to go is its own to say. Where it cannot be asked it is going all the same, which is no reason to fail and none to call it gone.
    private async Task<Instance> LeavingAsync(CallerCluster cluster, Instance deleted, CancellationToken cancellation)
    {
        try
        {
            var now = await cluster.Instances.FindAsync(ResourceKey.Of(deleted), cancellation);
            return now is not null && now.Metadata.Uid == deleted.Metadata.Uid ? deleted with { Metadata = now.Metadata } : deleted;
        }
        catch (Exception e) when (Outage.IsOne(e))
        {
            return deleted.Leaving(time.GetUtcNow());
        }
    }

    private static GceException Protected(string project, string zone, string instance) => GceError.Invalid(
        $"Invalid resource usage: 'Resource cannot be deleted if it's protected against deletion. {InstanceLookup.Resource(project, zone, instance)}'.").ToException();
}
