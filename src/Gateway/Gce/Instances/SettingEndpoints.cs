using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Gce.Operations;
using ComputeOperator.Gateway.Identity;
using ComputeOperator.Gateway.Instances;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>Changes what is known of instances: machine type, metadata, labels, tags, protection.</summary>
internal sealed class SettingEndpoints(InstanceChanges changes)
{
    public void Map(IEndpointRouteBuilder zone)
    {
        zone.MapPost("/instances/{instance}/setMachineType", SetMachineType)
            .Changes("compute.instances.setMachineType").Reads<SetMachineTypeRequest>();
        zone.MapPost("/instances/{instance}/setMetadata", SetMetadata)
            .Changes("compute.instances.setMetadata").Reads<MetadataRequest>();
        zone.MapPost("/instances/{instance}/setLabels", SetLabels)
            .Changes("compute.instances.setLabels").Reads<SetLabelsRequest>();
        zone.MapPost("/instances/{instance}/setTags", SetTags)
            .Changes("compute.instances.setTags").Reads<TagsRequest>();
        zone.MapPost("/instances/{instance}/setDeletionProtection", SetDeletionProtection)
            .Changes("compute.instances.setDeletionProtection");
        zone.MapPatch("/instances/{instance}/updateShieldedInstanceConfig", UpdateShieldedInstanceConfig)
            .Changes("compute.instances.updateShieldedInstanceConfig");
    }

    private async Task<IResult> SetMachineType(string project, string zone, string instance, HttpContext context, CallerCluster cluster)
    {
        var request = await RequestBody.ReadAsync(context, GceContracts.Json.SetMachineTypeRequest);
        var link = request.MachineType is { Length: > 0 } given ? given : throw GceError.Required("machineType").ToException();
        var name = Links.NameIn(link);
        await MachineTypeName.CheckAsync(cluster, zone, "machineType", link, name, context.RequestAborted);
        return await changes.ApplyAsync(
            new(context, cluster, project, zone, instance), OperationKind.SetMachineType, found => PowerRules.Resize(found, name));
    }

    private async Task<IResult> SetMetadata(string project, string zone, string instance, HttpContext context, CallerCluster cluster)
    {
        var request = await RequestBody.ReadAsync(context, GceContracts.Json.MetadataRequest);
        var wanted = GuestMetadata.Of(request);
        return await changes.ApplyAsync(new(context, cluster, project, zone, instance), OperationKind.SetMetadata, found =>
        {
            Match(request.Fingerprint, Fingerprint.Of(found.Spec.Metadata), "Supplied fingerprint does not match current metadata fingerprint.");
            return Decision.Write(new() { Metadata = GuestMetadata.Change(found.Spec.Metadata, wanted) });
        });
    }

    private async Task<IResult> SetLabels(string project, string zone, string instance, HttpContext context, CallerCluster cluster)
    {
        var request = await RequestBody.ReadAsync(context, GceContracts.Json.SetLabelsRequest);
        var wanted = request.Labels ?? new Dictionary<string, string?>();
        return await changes.ApplyAsync(new(context, cluster, project, zone, instance), OperationKind.SetLabels, found =>
        {
            Match(request.LabelFingerprint, Fingerprint.Of(Labels.Of(found.Metadata)), "Labels fingerprint either invalid or resource labels have changed");
            var (labels, annotations) = Labels.Change(found.Metadata, wanted, "labels");
            return new(new InstanceChange { Labels = labels, Annotations = annotations.Count == 0 ? null : annotations });
        });
    }

    private async Task<IResult> SetTags(string project, string zone, string instance, HttpContext context, CallerCluster cluster)
    {
        var request = await RequestBody.ReadAsync(context, GceContracts.Json.TagsRequest);
        var wanted = NetworkTags.Of(request) ?? [];
        return await changes.ApplyAsync(new(context, cluster, project, zone, instance), OperationKind.SetTags, found =>
        {
            Match(request.Fingerprint, Fingerprint.Of(found.Spec.Tags), "Supplied fingerprint does not match current tags fingerprint.");
            return Decision.Write(new() { Tags = wanted });
        });
    }

    private Task<IResult> SetDeletionProtection(
        string project, string zone, string instance, string? deletionProtection, HttpContext context, CallerCluster cluster)
    {
        // Absent means true in the real service; a client that has no opinion sends None.
        bool? wanted = deletionProtection is null or "" ? true : bool.TryParse(deletionProtection, out var value) ? value : null;
        if (wanted is null && deletionProtection != "None")
        {
            throw GceError.InvalidField("deletionProtection", deletionProtection, "Must be true or false.").ToException();
        }

        return changes.ApplyAsync(
            new(context, cluster, project, zone, instance),
            OperationKind.SetDeletionProtection,
            found => wanted is null || wanted == found.Spec.DeletionProtection ? Decision.NothingToDo : Decision.Write(new() { DeletionProtection = wanted }));
    }

    private Task<IResult> UpdateShieldedInstanceConfig(string project, string zone, string instance, HttpContext context, CallerCluster cluster) =>
        changes.ApplyAsync(new(context, cluster, project, zone, instance), OperationKind.UpdateShieldedInstanceConfig, _ => Decision.NothingToDo);

    private static void Match(string? given, string actual, string message)
    {
        if (given != actual)
        {
            throw GceError.ConditionNotMet(message).ToException();
        }
    }
}
