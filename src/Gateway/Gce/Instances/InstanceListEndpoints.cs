using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Lists;
using ComputeOperator.Gateway.Gce.Zones;
using ComputeOperator.Gateway.Identity;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>Lists instances, of one zone or of all.</summary>
internal sealed class InstanceListEndpoints(GceSettings settings)
{
    public void Map(IEndpointRouteBuilder project)
    {
        project.MapGet("/zones/{zone}/instances", List).With<ResourcePage<InstanceResource>>("compute.instances.list");
        project.MapGet("/aggregated/instances", Aggregated).With<AggregatedPage>("compute.instances.list");
    }

    private async Task<IResult> List(string project, string zone, [AsParameters] ListParameters parameters, CallerCluster cluster, CancellationToken cancellation)
    {
        var query = ListQuery.Of(parameters);
        var instances = await cluster.Instances.ListAsync(project, zone == ZoneNames.All ? null : zone, cancellation);
        var (items, next) = Cut(instances, project, query);
        var resource = $"projects/{project}/zones/{zone}/instances";
        return new GceJson<ResourcePage<InstanceResource>>(
            new("compute#instanceList", resource, items, next, settings.Links.To(resource)), GceContracts.Json.ResourcePageInstanceResource);
    }

    private async Task<IResult> Aggregated(string project, [AsParameters] ListParameters parameters, CallerCluster cluster, CancellationToken cancellation)
    {
        var query = ListQuery.Of(parameters);
        var instances = await cluster.Instances.ListAsync(project, null, cancellation);
        var (items, next) = Cut(instances, project, query);
        var byZone = items.GroupBy(item => Links.NameIn(item.Zone)).ToDictionary(zone => zone.Key, zone => new ScopedResources { Instances = [.. zone] });
        return AggregatedAnswer.Of(
            "compute#instanceAggregatedList", $"projects/{project}/aggregated/instances", ZoneNames.Known(settings, instances), byZone, next, settings.Links);
    }

    private (List<InstanceResource> Items, string? Next) Cut(IReadOnlyList<Instance> instances, string project, ListQuery query) => Pager.Cut(
        instances,
        instance => new Place(InstanceNames.Of(instance, settings.DefaultZone), instance.Spec.Zone, GceTime.Of(instance.Metadata.CreationTimestamp ?? default)),
        instance => InstanceView.Of(instance, project, settings),
        GceContracts.Json.InstanceResource,
        query);
}
