using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Benchmarks.Load;

/// <summary>As much of an Instance as tells where it is in its life: reading more would cost what is to be measured.</summary>
internal sealed record ObservedInstance : IKubernetesObject
{
    public static ResourceDefinition<ObservedInstance> Definition { get; } = new(
        ComputeApi.Group, ComputeApi.Version, nameof(Instance), "instances", EntityScope.Namespaced, LoadJsonContext.Default.ObservedInstance);

    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public required ObjectMeta Metadata { get; init; }

    public ObservedStatus? Status { get; init; }
}

/// <summary>As much of a status as is waited for.</summary>
internal sealed record ObservedStatus(string? Phase);

/// <summary>An Instance with all of its status, as it was sent.</summary>
internal sealed record RecordedInstance : IKubernetesObject
{
    public static ResourceDefinition<RecordedInstance> Definition { get; } = new(
        ComputeApi.Group, ComputeApi.Version, nameof(Instance), "instances", EntityScope.Namespaced, LoadJsonContext.Default.RecordedInstance);

    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public required ObjectMeta Metadata { get; init; }

    public JsonElement? Status { get; init; }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(KubernetesTimeConverter)])]
[JsonSerializable(typeof(ObservedInstance))]
[JsonSerializable(typeof(RecordedInstance))]
internal sealed partial class LoadJsonContext : JsonSerializerContext;
