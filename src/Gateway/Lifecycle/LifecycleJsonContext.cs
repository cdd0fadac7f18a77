using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Gateway.Lifecycle.Contracts;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Lifecycle;

/// <summary>The contracts of the dialect: what an instance does not have is null, not absent.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, MaxDepth = 10_100, Converters = [typeof(KubernetesTimeConverter)])]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(InstanceResource))]
[JsonSerializable(typeof(List<InstanceResource>))]
[JsonSerializable(typeof(ActionResource))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(ValidationErrorBody))]
internal sealed partial class LifecycleJsonContext : JsonSerializerContext;

/// <summary>The contracts as they are used: quotes and the like are written as they are, because the answers are not part of web pages.</summary>
internal static class LifecycleContracts
{
    public static LifecycleJsonContext Json { get; } =
        new(new JsonSerializerOptions(LifecycleJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
