using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Gateway.VmManager.Contracts;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.VmManager;

/// <summary>The contracts of the dialect: what something does not have is null, not absent. A list is deeper than the deepest metadata that is taken.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, MaxDepth = 256, Converters = [typeof(KubernetesTimeConverter)])]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(UpdateRequest))]
[JsonSerializable(typeof(ActionRequest))]
[JsonSerializable(typeof(SizeRequest))]
[JsonSerializable(typeof(CreditAdjustmentRequest))]
[JsonSerializable(typeof(VmResource))]
[JsonSerializable(typeof(List<VmResource>))]
[JsonSerializable(typeof(StatusResource))]
[JsonSerializable(typeof(QuotaCheckResource))]
[JsonSerializable(typeof(CreditResource))]
[JsonSerializable(typeof(List<EventResource>))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(ValidationErrorBody))]
internal sealed partial class VmManagerJsonContext : JsonSerializerContext;

/// <summary>The contracts as they are used: quotes and the like are written as they are, because the answers are not part of web pages.</summary>
internal static class VmManagerContracts
{
    public static VmManagerJsonContext Json { get; } =
        new(new JsonSerializerOptions(VmManagerJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
