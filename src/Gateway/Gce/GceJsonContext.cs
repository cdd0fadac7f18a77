using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Gateway.Gce.Contracts;

namespace ComputeOperator.Gateway.Gce;

/// <summary>The contracts of the dialect: nothing absent is written as null, and 64-bit numbers may arrive as text.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(InsertRequest))]
[JsonSerializable(typeof(MetadataRequest))]
[JsonSerializable(typeof(TagsRequest))]
[JsonSerializable(typeof(SetLabelsRequest))]
[JsonSerializable(typeof(SetMachineTypeRequest))]
[JsonSerializable(typeof(InstanceResource))]
[JsonSerializable(typeof(OperationResource))]
[JsonSerializable(typeof(ResourcePage<InstanceResource>))]
[JsonSerializable(typeof(ResourcePage<OperationResource>))]
[JsonSerializable(typeof(ResourcePage<MachineTypeResource>))]
[JsonSerializable(typeof(ResourcePage<ZoneResource>))]
[JsonSerializable(typeof(ResourcePage<RegionResource>))]
[JsonSerializable(typeof(ResourcePage<DiskResource>))]
[JsonSerializable(typeof(ResourcePage<DiskTypeResource>))]
[JsonSerializable(typeof(ResourcePage<NetworkResource>))]
[JsonSerializable(typeof(ResourcePage<ImageResource>))]
[JsonSerializable(typeof(AggregatedPage))]
[JsonSerializable(typeof(NetworkResource))]
[JsonSerializable(typeof(ImageResource))]
[JsonSerializable(typeof(ProjectResource))]
[JsonSerializable(typeof(SerialPortOutput))]
[JsonSerializable(typeof(HealthResource))]
internal sealed partial class GceJsonContext : JsonSerializerContext;

/// <summary>The contracts as they are used: quotes and the like are written as they are, because the answers are not part of web pages.</summary>
internal static class GceContracts
{
    public static GceJsonContext Json { get; } =
        new(new JsonSerializerOptions(GceJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
