using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Iaas.Contracts;
using ComputeOperator.Gateway.Iaas.Flavors;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Tenants;

namespace ComputeOperator.Gateway.Iaas.Instances;

/// <summary>The body of a creation as an Instance to be created. Pure.</summary>
internal static class CreateMapping
{
    private const int LongestName = 255;
    private const int LongestImage = 512;

    private static readonly Dictionary<string, InstanceType> Types = new(StringComparer.Ordinal)
    {
        ["vm"] = InstanceType.VirtualMachine,
        ["container"] = InstanceType.Container,
    };

    /// <summary>The request.</summary>
    /// <exception cref="FailureException">The body says something that cannot be.</exception>
    public static CreateRequest Read(BodyFields body)
    {
        var request = new CreateRequest
        {
            Name = body.RequiredText("name", LongestName),
            Type = body.Word("type", Types.Keys),
            Flavor = body.Text("flavor", int.MaxValue) ?? "",
            ImageId = body.Text("imageId", LongestImage),
            NetworkIds = Attachments.Read(body, "networkIds"),
            VolumeIds = Attachments.Read(body, "volumeIds"),
            Metadata = body.TextsByKey("metadata"),
        };
        body.Check();
        return ShippedFlavors.Names.Contains(request.Flavor) ? request : throw new FailureException(new Failure.Invalid(null, "Invalid flavor"));
    }

    /// <summary>The Instance.</summary>
    public static InstanceDraft ToDraft(CreateRequest request, TenantHome home, string zone) => new()
    {
        Namespace = home.Namespace,
        Name = ObjectNames.Unique(request.Name),
        Annotations = new Dictionary<string, string?>(
        [
            new(ObjectNames.DisplayAnnotation, request.Name),
            .. Attachments.Networks.Change(request.NetworkIds ?? []),
            .. Attachments.Volumes.Change(request.VolumeIds ?? []),
        ]),
        Spec = new()
        {
            MachineType = request.Flavor,
            Image = string.IsNullOrEmpty(request.ImageId) ? null : request.ImageId,
            Type = request.Type is null ? null : Types[request.Type],
            Tenant = home.Tenant,
            Zone = zone,
            Metadata = request.Metadata?.ToDictionary(entry => entry.Key, entry => (string?)entry.Value),
        },
    };
}
