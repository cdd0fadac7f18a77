using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Serialization;

/// <summary>JSON contracts of the types that every API group shares.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(KubernetesTimeConverter)])]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(ListMeta))]
[JsonSerializable(typeof(ObjectMeta))]
[JsonSerializable(typeof(Condition))]
public sealed partial class KubernetesJsonContext : JsonSerializerContext;
