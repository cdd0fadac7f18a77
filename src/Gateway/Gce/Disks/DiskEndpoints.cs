using System.Globalization;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Gce.Instances;
using ComputeOperator.Gateway.Gce.Lists;
using ComputeOperator.Gateway.Gce.Zones;
using ComputeOperator.Gateway.Identity;

namespace ComputeOperator.Gateway.Gce.Disks;

/// <summary>Boot disks, which clients look up with their instances, and the kinds of disks there are.</summary>
internal sealed class DiskEndpoints(GceSettings settings)
{
    private const string StandardType = "pd-standard";

    private static readonly string[] Types = ["pd-balanced", "pd-ssd", StandardType];

    public void Map(IEndpointRouteBuilder project)
    {
        project.MapGet("/zones/{zone}/disks", List).With<ResourcePage<DiskResource>>("compute.disks.list");
        project.MapGet("/zones/{zone}/disks/{disk}", Get).With<DiskResource>("compute.disks.get");
        project.MapGet("/aggregated/disks", Aggregated).With<AggregatedPage>("compute.disks.list");
        project.MapGet("/zones/{zone}/diskTypes", ListTypes).With<ResourcePage<DiskTypeResource>>("compute.diskTypes.list");
        project.MapGet("/zones/{zone}/diskTypes/{diskType}", DiskType).With<DiskTypeResource>("compute.diskTypes.get");
    }

    private async Task<IResult> List(string project, string zone, [AsParameters] ListParameters parameters, CallerCluster cluster, CancellationToken cancellation)
    {
        var query = ListQuery.Of(parameters);
        var (items, next) = Cut(await cluster.Instances.ListAsync(project, zone == ZoneNames.All ? null : zone, cancellation), project, query);
        var resource = $"projects/{project}/zones/{zone}/disks";
        return new GceJson<ResourcePage<DiskResource>>(
            new("compute#diskList", resource, items, next, settings.Links.To(resource)), GceContracts.Json.ResourcePageDiskResource);
    }

    private async Task<IResult> Get(string project, string zone, string disk, CallerCluster cluster, CancellationToken cancellation)
    {
        var owner = await OwnerAsync(cluster, project, zone, disk, cancellation)
            ?? throw GceError.NotFound($"projects/{project}/zones/{zone}/disks/{disk}").ToException();
        return new GceJson<DiskResource>(ViewOf(owner, project), GceContracts.Json.DiskResource);
    }

    // A disk has the name of its instance, and a number of its own.
    private Task<Instance?> OwnerAsync(CallerCluster cluster, string project, string zone, string disk, CancellationToken cancellation) =>
        char.IsAsciiDigit(disk[0])
            ? cluster.Instances.FindAsync(project, null, instance => instance.Spec.Zone == zone && IdOf(instance) == disk, cancellation)
            : InstanceLookup.FindAsync(cluster, project, zone, disk, settings.DefaultZone, cancellation);

    private async Task<IResult> Aggregated(string project, [AsParameters] ListParameters parameters, CallerCluster cluster, CancellationToken cancellation)
    {
        var query = ListQuery.Of(parameters);
        var instances = await cluster.Instances.ListAsync(project, null, cancellation);
        var (items, next) = Cut(instances, project, query);
        var byZone = items.GroupBy(item => Links.NameIn(item.Zone)).ToDictionary(zone => zone.Key, zone => new ScopedResources { Disks = [.. zone] });
        return AggregatedAnswer.Of(
            "compute#diskAggregatedList", $"projects/{project}/aggregated/disks", ZoneNames.Known(settings, instances), byZone, next, settings.Links);
    }

    private IResult ListTypes(string project, string zone, [AsParameters] ListParameters parameters)
    {
        var (items, next) = Pager.Cut(
            Types, type => new Place(type, "", GceTime.Always), type => TypeOf(project, zone, type), GceContracts.Json.DiskTypeResource, ListQuery.Of(parameters));
        var resource = $"projects/{project}/zones/{zone}/diskTypes";
        return new GceJson<ResourcePage<DiskTypeResource>>(
            new("compute#diskTypeList", resource, items, next, settings.Links.To(resource)), GceContracts.Json.ResourcePageDiskTypeResource);
    }

    private IResult DiskType(string project, string zone, string diskType) => Types.Contains(diskType)
        ? new GceJson<DiskTypeResource>(TypeOf(project, zone, diskType), GceContracts.Json.DiskTypeResource)
        : throw GceError.NotFound($"projects/{project}/zones/{zone}/diskTypes/{diskType}").ToException();

    private (List<DiskResource> Items, string? Next) Cut(IReadOnlyList<Instance> instances, string project, ListQuery query) => Pager.Cut(
        instances,
        instance => new Place(InstanceNames.Of(instance, settings.DefaultZone), instance.Spec.Zone, GceTime.Of(instance.Metadata.CreationTimestamp ?? default)),
        instance => ViewOf(instance, project),
        GceContracts.Json.DiskResource,
        query);

    private DiskResource ViewOf(Instance instance, string project)
    {
        var (name, zone, links) = (InstanceNames.Of(instance, settings.DefaultZone), instance.Spec.Zone, settings.Links);
        return new()
        {
            Id = IdOf(instance),
            CreationTimestamp = GceTime.Of(instance.Metadata.CreationTimestamp ?? default),
            Name = name,
            SizeGb = InstanceView.DiskSizeGb(instance),
            Zone = links.Zone(project, zone),
            Type = links.Zonal(project, zone, "diskTypes", StandardType),
            SourceImage = instance.Spec.Image is { } image ? links.Global(project, $"images/{Uri.EscapeDataString(image)}") : null,
            SelfLink = links.Zonal(project, zone, "disks", name),
            Users = [links.Zonal(project, zone, "instances", name)],
        };
    }

    private static string IdOf(Instance instance) => InstanceIdentity.Hash(instance.Metadata.Uid + "/boot").ToString(CultureInfo.InvariantCulture);

    private DiskTypeResource TypeOf(string project, string zone, string type) => new(
        InstanceIdentity.Hash("diskTypes/" + type).ToString(CultureInfo.InvariantCulture), GceTime.Always, type, type, "10GB-65536GB", "10",
        settings.Links.Zone(project, zone), settings.Links.Zonal(project, zone, "diskTypes", type));
}
