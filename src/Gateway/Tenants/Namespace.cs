using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Gateway.Tenants;

/// <summary>A namespace of Kubernetes.</summary>
[KubernetesEntity(Group = "", ApiVersion = "v1", Kind = "Namespace", PluralName = "namespaces")]
[EntityScope(EntityScope.Cluster)]
internal sealed record Namespace : IKubernetesObject
{
    public static ResourceDefinition<Namespace> Definition { get; } = ResourceDefinition.From(NamespaceJsonContext.Default.Namespace);

    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public required ObjectMeta Metadata { get; init; }
}

/// <summary>The contract of <see cref="Namespace"/>.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KubernetesTimeConverter)])]
[JsonSerializable(typeof(Namespace))]
internal sealed partial class NamespaceJsonContext : JsonSerializerContext;
