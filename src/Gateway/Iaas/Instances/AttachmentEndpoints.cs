using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Iaas.Contracts;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Tenants;

namespace ComputeOperator.Gateway.Iaas.Instances;

/// <summary>Attaches networks and volumes, and detaches them.</summary>
internal static class AttachmentEndpoints
{
    public static void Map(IEndpointRouteBuilder compute)
    {
        compute.MapPost("/instances/{id}/networks/{networkId}", AttachNetwork).Answers<InstanceResource>();
        compute.MapDelete("/instances/{id}/networks/{networkId}", DetachNetwork).Answers<InstanceResource>();
        compute.MapPost("/instances/{id}/volumes/{volumeId}", AttachVolume).Answers<InstanceResource>();
        compute.MapDelete("/instances/{id}/volumes/{volumeId}", DetachVolume).Answers<InstanceResource>();
    }

    private static Task<IResult> AttachNetwork(string id, string networkId, TenantCluster cluster, CancellationToken cancellation) =>
        ChangeAsync(id, cluster, found => Attach(found, Attachments.Networks, networkId, nameof(networkId)), cancellation);

    private static Task<IResult> DetachNetwork(string id, string networkId, TenantCluster cluster, CancellationToken cancellation) =>
        ChangeAsync(id, cluster, found => Detach(found, Attachments.Networks, networkId, "Network"), cancellation);

    private static Task<IResult> AttachVolume(string id, string volumeId, TenantCluster cluster, CancellationToken cancellation) =>
        ChangeAsync(id, cluster, found => Attach(found, Attachments.Volumes, volumeId, nameof(volumeId)), cancellation);

    private static Task<IResult> DetachVolume(string id, string volumeId, TenantCluster cluster, CancellationToken cancellation) =>
        ChangeAsync(id, cluster, found => Detach(found, Attachments.Volumes, volumeId, "Volume"), cancellation);

    private static InstanceChange Attach(Instance found, Attachments attachments, string id, string field)
    {
        var ids = attachments.Of(found.Metadata);
        return ids.Contains(id) ? InstanceChange.Nothing
            : !Attachments.IsId(id) ? throw new FailureException(new Failure.Invalid(field, "Must have at most 253 characters, with no control characters."))
            : !Attachments.HasRoom(ids) ? throw new FailureException(new Failure.Invalid(field, "So many are attached that there is no room for another."))
            : new() { Annotations = attachments.Change([.. ids, id]) };
    }

    private static InstanceChange Detach(Instance found, Attachments attachments, string id, string what)
    {
        var ids = attachments.Of(found.Metadata);
        return ids.Contains(id)
            ? new() { Annotations = attachments.Change([.. ids.Where(other => other != id)]) }
            : throw new FailureException(new Failure.NotFound($"{what} is not attached"));
    }

    private static async Task<IResult> ChangeAsync(
        string id, TenantCluster cluster, Func<Instance, InstanceChange> decide, CancellationToken cancellation)
    {
        var found = await InstanceLookup.GetAsync(cluster, id, cancellation);
        var changed = await cluster.Caller.Instances.ChangeAsync(found, decide, cancellation);
        return TypedResults.Json(InstanceView.Of(changed), IaasContracts.Json.InstanceResource);
    }
}
