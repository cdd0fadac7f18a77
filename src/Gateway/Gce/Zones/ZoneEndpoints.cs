using System.Globalization;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Gce.Lists;
using ComputeOperator.Gateway.Identity;

namespace ComputeOperator.Gateway.Gce.Zones;

/// <summary>Zones and regions.</summary>
internal sealed class ZoneEndpoints(GceSettings settings)
{
    private static readonly IReadOnlyList<QuotaResource> Quotas = [new("CPUS", 1024, 0), new("INSTANCES", 10000, 0), new("DISKS_TOTAL_GB", 1_000_000, 0)];

    public void Map(IEndpointRouteBuilder project)
    {
        project.MapGet("/zones", Zones).With<ResourcePage<ZoneResource>>("compute.zones.list");
        project.MapGet("/zones/{zone}", Zone).With<ZoneResource>("compute.zones.get");
        project.MapGet("/regions", Regions).With<ResourcePage<RegionResource>>("compute.regions.list");
        project.MapGet("/regions/{region}", Region).With<RegionResource>("compute.regions.get");
    }

    private async Task<IResult> Zones(string project, [AsParameters] ListParameters parameters, CallerCluster cluster, CancellationToken cancellation)
    {
        var query = ListQuery.Of(parameters);
        var (items, next) = Pager.Cut(
            await NamesAsync(cluster, project, cancellation), name => new Place(name, "", GceTime.Always), name => ViewOf(project, name), GceContracts.Json.ZoneResource, query);
        var resource = $"projects/{project}/zones";
        return new GceJson<ResourcePage<ZoneResource>>(
            new("compute#zoneList", resource, items, next, settings.Links.To(resource)), GceContracts.Json.ResourcePageZoneResource);
    }

    private async Task<IResult> Zone(string project, string zone, CallerCluster cluster, CancellationToken cancellation)
    {
        var isKnown = settings.Zones.Contains(zone) || (await NamesAsync(cluster, project, cancellation)).Contains(zone);
        return isKnown
            ? new GceJson<ZoneResource>(ViewOf(project, zone), GceContracts.Json.ZoneResource)
            : throw GceError.NotFound($"projects/{project}/zones/{zone}").ToException();
    }

    private async Task<IResult> Regions(string project, [AsParameters] ListParameters parameters, CallerCluster cluster, CancellationToken cancellation)
    {
        var query = ListQuery.Of(parameters);
        var regions = (await NamesAsync(cluster, project, cancellation)).GroupBy(ZoneNames.RegionOf);
        var (items, next) = Pager.Cut(
            regions, region => new Place(region.Key, "", GceTime.Always), region => ViewOf(project, region), GceContracts.Json.RegionResource, query);
        var resource = $"projects/{project}/regions";
        return new GceJson<ResourcePage<RegionResource>>(
            new("compute#regionList", resource, items, next, settings.Links.To(resource)), GceContracts.Json.ResourcePageRegionResource);
    }

    private async Task<IResult> Region(string project, string region, CallerCluster cluster, CancellationToken cancellation)
    {
        var found = (await NamesAsync(cluster, project, cancellation)).GroupBy(ZoneNames.RegionOf).FirstOrDefault(group => group.Key == region)
            ?? throw GceError.NotFound($"projects/{project}/regions/{region}").ToException();
        return new GceJson<RegionResource>(ViewOf(project, found), GceContracts.Json.RegionResource);
    }

    private async Task<IReadOnlyList<string>> NamesAsync(CallerCluster cluster, string project, CancellationToken cancellation) =>
        ZoneNames.With(settings, await cluster.Instances.ListAsync(project, instance => instance.Spec.Zone, cancellation));

    private ZoneResource ViewOf(string project, string zone) => new(
        Id("zones/" + zone), GceTime.Always, zone, zone, "UP", settings.Links.Region(project, ZoneNames.RegionOf(zone)), settings.Links.Zone(project, zone));

    private RegionResource ViewOf(string project, IGrouping<string, string> region) => new(
        Id("regions/" + region.Key), GceTime.Always, region.Key, region.Key, "UP",
        [.. region.Select(zone => settings.Links.Zone(project, zone))], Quotas, settings.Links.Region(project, region.Key));

    private static string Id(string name) => InstanceIdentity.Hash(name).ToString(CultureInfo.InvariantCulture);
}
