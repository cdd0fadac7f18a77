using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Entities;

/// <summary>The compiled JSON contract of every kind of the API group.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KubernetesTimeConverter)])]
[JsonSerializable(typeof(Instance))]
[JsonSerializable(typeof(InstanceStatus))]
[JsonSerializable(typeof(MachineType))]
public sealed partial class EntitiesJsonContext : JsonSerializerContext;
