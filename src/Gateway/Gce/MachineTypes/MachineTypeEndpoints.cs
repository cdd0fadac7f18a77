using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Gce.Lists;
using ComputeOperator.Gateway.Gce.Zones;
using ComputeOperator.Gateway.Identity;

namespace ComputeOperator.Gateway.Gce.MachineTypes;

/// <summary>Machine types: the same in every zone.</summary>
internal sealed class MachineTypeEndpoints(GceSettings settings)
{
    public void Map(IEndpointRouteBuilder project)
    {
        project.MapGet("/zones/{zone}/machineTypes", List).With<ResourcePage<MachineTypeResource>>("compute.machineTypes.list");
        project.MapGet("/zones/{zone}/machineTypes/{machineType}", Get).With<MachineTypeResource>("compute.machineTypes.get");
        project.MapGet("/aggregated/machineTypes", Aggregated).With<AggregatedPage>("compute.machineTypes.list");
    }

    private async Task<IResult> List(string project, string zone, [AsParameters] ListParameters parameters, CallerCluster cluster, CancellationToken cancellation)
    {
        var query = ListQuery.Of(parameters);
        var all = (await cluster.MachineTypes.ListAsync(cancellation)).Select(type => (Zone: zone, Type: type));
        var (items, next) = Cut(all, project, query);
        var resource = $"projects/{project}/zones/{zone}/machineTypes";
        return new GceJson<ResourcePage<MachineTypeResource>>(
            new("compute#machineTypeList", resource, items, next, settings.Links.To(resource)), GceContracts.Json.ResourcePageMachineTypeResource);
    }

    private async Task<IResult> Get(string project, string zone, string machineType, CallerCluster cluster, CancellationToken cancellation)
    {
        var found = await cluster.MachineTypes.FindAsync(machineType, cancellation)
            ?? throw GceError.NotFound($"projects/{project}/zones/{zone}/machineTypes/{machineType}").ToException();
        return new GceJson<MachineTypeResource>(MachineTypeView.Of(found, project, zone, settings.Links), GceContracts.Json.MachineTypeResource);
    }

    private async Task<IResult> Aggregated(string project, [AsParameters] ListParameters parameters, CallerCluster cluster, CancellationToken cancellation)
    {
        var query = ListQuery.Of(parameters);
        var zones = ZoneNames.Known(settings, []);
        var types = await cluster.MachineTypes.ListAsync(cancellation);
        var (items, next) = Cut(zones.SelectMany(zone => types.Select(type => (Zone: zone, Type: type))), project, query);
        var byZone = items.GroupBy(item => item.Zone).ToDictionary(zone => zone.Key, zone => new ScopedResources { MachineTypes = [.. zone] });
        return AggregatedAnswer.Of(
            "compute#machineTypeAggregatedList", $"projects/{project}/aggregated/machineTypes", zones, byZone, next, settings.Links);
    }

    private (List<MachineTypeResource> Items, string? Next) Cut(IEnumerable<(string Zone, MachineType Type)> all, string project, ListQuery query) => Pager.Cut(
        all,
        entry => new Place(entry.Type.Metadata.Name ?? "", entry.Zone, GceTime.Always),
        entry => MachineTypeView.Of(entry.Type, project, entry.Zone, settings.Links),
        GceContracts.Json.MachineTypeResource,
        query);
}
