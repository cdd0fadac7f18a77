using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Gce.Operations;
using ComputeOperator.Gateway.Identity;
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

        await cluster.Instances.DeleteAsync(found, cancellation);
        var leaving = await LeavingAsync(cluster, found, cancellation);
        var deletedAt = leaving?.Metadata.Uid == found.Metadata.Uid ? leaving?.Metadata.DeletionTimestamp : null;
        return await operations.AnswerAsync(
            cluster, found with { Metadata = deletedAt is null ? found.Metadata : leaving!.Metadata }, OperationKind.Of(OperationType.Delete),
            (deletedAt ?? time.GetUtcNow()).ToUnixTimeSeconds(), cancellation);
    }

    // When it was asked to go is its own to say, and no reason to fail when it cannot be asked.
    private static async Task<Instance?> LeavingAsync(CallerCluster cluster, Instance deleted, CancellationToken cancellation)
    {
        try
        {
            return await cluster.Instances.FindAsync(ResourceKey.Of(deleted), cancellation);
        }
        catch (Exception e) when (Outage.IsOne(e))
        {
            return null;
        }
    }

    private static GceException Protected(string project, string zone, string instance) => GceError.Invalid(
        $"Invalid resource usage: 'Resource cannot be deleted if it's protected against deletion. {InstanceLookup.Resource(project, zone, instance)}'.").ToException();
}
