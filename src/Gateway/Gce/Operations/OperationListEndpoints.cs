using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Lists;
using ComputeOperator.Gateway.Gce.Zones;
using ComputeOperator.Gateway.Identity;

namespace ComputeOperator.Gateway.Gce.Operations;

/// <summary>Lists the operations that are recorded of Instances, the last ten of each.</summary>
internal sealed class OperationListEndpoints(GceSettings settings, ZoneOperations operations)
{
    public void Map(IEndpointRouteBuilder project)
    {
        project.MapGet("/zones/{zone}/operations", List).With<ResourcePage<OperationResource>>("compute.zoneOperations.list");
        project.MapGet("/aggregated/operations", Aggregated).With<AggregatedPage>("compute.zoneOperations.list");
    }

    private async Task<IResult> List(string project, string zone, [AsParameters] ListParameters parameters, CallerCluster cluster, CancellationToken cancellation)
    {
        var query = ListQuery.Of(parameters);
        var (items, next) = Cut(operations.Of(await cluster.Instances.ListAsync(project, zone == ZoneNames.All ? null : zone, cancellation)), query);
        var resource = $"projects/{project}/zones/{zone}/operations";
        return new GceJson<ResourcePage<OperationResource>>(
            new("compute#operationList", resource, items, next, settings.Links.To(resource)), GceContracts.Json.ResourcePageOperationResource);
    }

    private async Task<IResult> Aggregated(string project, [AsParameters] ListParameters parameters, CallerCluster cluster, CancellationToken cancellation)
    {
        var query = ListQuery.Of(parameters);
        var instances = await cluster.Instances.ListAsync(project, null, cancellation);
        var (items, next) = Cut(operations.Of(instances), query);
        var byZone = items.GroupBy(item => Links.NameIn(item.Zone)).ToDictionary(zone => zone.Key, zone => new ScopedResources { Operations = [.. zone] });
        return AggregatedAnswer.Of(
            "compute#operationAggregatedList", $"projects/{project}/aggregated/operations", ZoneNames.Known(settings, instances), byZone, next, settings.Links);
    }

    private static (List<OperationResource> Items, string? Next) Cut(IEnumerable<OperationResource> all, ListQuery query) => Pager.Cut(
        all, operation => new Place(operation.Name, operation.Zone, operation.InsertTime), operation => operation, GceContracts.Json.OperationResource, query);
}
