using System.Text.Json;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Tenants;
using ComputeOperator.Gateway.VmManager.Contracts;

namespace ComputeOperator.Gateway.VmManager.Vms;

/// <summary>The body of a creation as an Instance to be created. Pure.</summary>
internal static class CreateMapping
{
    private const string CostKey = "creation_cost";
    private const int LongestName = 255;
    private const int LongestImage = 512;

    /// <summary>The request.</summary>
    /// <exception cref="FailureException">The body says something that cannot be.</exception>
    public static (CreateRequest Request, IReadOnlyDictionary<string, JsonElement> Metadata) Read(BodyFields body)
    {
        var (name, image, size) = (body.RequiredText("name", LongestName), body.Text("os_type", LongestImage), VmSize.Read(body));
        var metadata = VmMetadata.Read(body);
        body.Check();
        return (new() { Name = name, OsType = image, RamMb = size.RamMb, DiskGb = size.DiskGb, CpuCores = size.CpuCores }, metadata);
    }

    /// <summary>
    /// The Instance. Names are unique in a tenant: the same name is the same object, which only one of two requests can create.
    /// </summary>
    public static InstanceDraft ToDraft(CreateRequest request, IReadOnlyDictionary<string, JsonElement> metadata, TenantHome home, string zone)
    {
        var (name, cost) = (ObjectNames.Same(request.Name), JsonSerializer.SerializeToElement(VmSize.Cost(request), BodyJsonContext.Default.Int64));
        var merged = VmMetadata.Merge(null, new Dictionary<string, JsonElement>([.. metadata.Where(entry => entry.Key != CostKey), new(CostKey, cost)]));
        return new()
        {
            Namespace = home.Namespace,
            Name = name,
            Annotations = name == request.Name
                ? merged.Annotations
                : new Dictionary<string, string?>([.. merged.Annotations!, new(ObjectNames.DisplayAnnotation, request.Name)]),
            Spec = merged.Spec! with
            {
                MachineType = VmSize.MachineType(request),
                Image = string.IsNullOrEmpty(request.OsType) ? null : request.OsType,
                Tenant = home.Tenant,
                Zone = zone,
            },
        };
    }
}
