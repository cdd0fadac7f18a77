using System.Globalization;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Gce.Instances;
using ComputeOperator.Gateway.Gce.Lists;

namespace ComputeOperator.Gateway.Gce.Globals;

/// <summary>What clients ask for on their way to an instance, and what is always the same: the project, the default network, images.</summary>
internal sealed class GlobalEndpoints(GceSettings settings)
{
    private const string DefaultNetwork = "default";

    private static readonly string[] Images = ["debian-12", "ubuntu-2404-lts"];

    public void Map(RouteGroupBuilder project)
    {
        project.MapGet("", Project).With<ProjectResource>("compute.projects.get");
        project.MapGet("/global/networks", Networks).With<ResourcePage<NetworkResource>>("compute.networks.list");
        project.MapGet("/global/networks/{network}", Network).With<NetworkResource>("compute.networks.get");
        project.MapGet("/global/images", ImageList).With<ResourcePage<ImageResource>>("compute.images.list");
        project.MapGet("/global/images/{image}", Image).With<ImageResource>("compute.images.get");
        project.MapGet("/global/images/family/{family}", ImageOfFamily).With<ImageResource>("compute.images.get");
    }

    private IResult Project(string project) => new GceJson<ProjectResource>(
        new(Id("projects/" + project), GceTime.Always, project, new(Fingerprint.Of(""), null), [], settings.Links.Project(project)), GceContracts.Json.ProjectResource);

    private IResult Networks(string project, [AsParameters] ListParameters parameters)
    {
        var (items, next) = Pager.Cut(
            [DefaultNetwork], name => new Place(name, "", GceTime.Always), name => NetworkOf(project, name), GceContracts.Json.NetworkResource, ListQuery.Of(parameters));
        var resource = $"projects/{project}/global/networks";
        return new GceJson<ResourcePage<NetworkResource>>(
            new("compute#networkList", resource, items, next, settings.Links.To(resource)), GceContracts.Json.ResourcePageNetworkResource);
    }

    private IResult Network(string project, string network) => network == DefaultNetwork
        ? new GceJson<NetworkResource>(NetworkOf(project, network), GceContracts.Json.NetworkResource)
        : throw GceError.NotFound($"projects/{project}/global/networks/{network}").ToException();

    private IResult ImageList(string project, [AsParameters] ListParameters parameters)
    {
        var (items, next) = Pager.Cut(
            Images, name => new Place(name, "", GceTime.Always), name => ImageOf(project, name), GceContracts.Json.ImageResource, ListQuery.Of(parameters));
        var resource = $"projects/{project}/global/images";
        return new GceJson<ResourcePage<ImageResource>>(
            new("compute#imageList", resource, items, next, settings.Links.To(resource)), GceContracts.Json.ResourcePageImageResource);
    }

    private IResult Image(string project, string image) => AnyImage(project, image, $"images/{image}");

    private IResult ImageOfFamily(string project, string family) => AnyImage(project, family, $"images/family/{family}");

    // What an image means is the provider's to know; a name is all that is carried.
    private IResult AnyImage(string project, string name, string path) => GcePath.Name.IsMatch(name)
        ? new GceJson<ImageResource>(ImageOf(project, name), GceContracts.Json.ImageResource)
        : throw GceError.NotFound($"projects/{project}/global/{path}").ToException();

    private NetworkResource NetworkOf(string project, string name) =>
        new(Id("networks/" + name), GceTime.Always, name, "The network of every instance", true, settings.Links.Global(project, "networks/" + name));

    private ImageResource ImageOf(string project, string name) =>
        new(Id("images/" + name), GceTime.Always, name, name, name, "READY", "10", "0", settings.Links.Global(project, "images/" + name));

    private static string Id(string name) => InstanceIdentity.Hash(name).ToString(CultureInfo.InvariantCulture);
}
