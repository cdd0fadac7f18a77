using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Entities;

/// <summary>
/// The compiled JSON contract of every kind of the API group. Its depth is what the API server lets into free-form fields
/// (10,000), plus what is around them.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 10_100,
    NumberHandling = JsonNumberHandling.Strict,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KubernetesTimeConverter)])]
[JsonSerializable(typeof(Instance))]
[JsonSerializable(typeof(InstanceStatus))]
[JsonSerializable(typeof(MachineType))]
[JsonSerializable(typeof(Tenant))]
[JsonSerializable(typeof(TenantStatus))]
public sealed partial class EntitiesJsonContext : JsonSerializerContext;
