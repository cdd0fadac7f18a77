using System.Text.Json;
using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Instances;

/// <summary>What is sent to create or to patch an Instance.</summary>
internal sealed record InstanceDocument(string? ApiVersion, string? Kind, InstanceDocumentMetadata Metadata, SpecFields? Spec);

/// <summary>The metadata of an <see cref="InstanceDocument"/>.</summary>
internal sealed record InstanceDocumentMetadata
{
    public string? Name { get; init; }

    public string? Namespace { get; init; }

    public string? ResourceVersion { get; init; }

    public IReadOnlyDictionary<string, string?>? Labels { get; init; }

    public IReadOnlyDictionary<string, string?>? Annotations { get; init; }
}

/// <summary>The contract of <see cref="InstanceDocument"/>; absent members are not written, null values of maps are.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    MaxDepth = 1024,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(KubernetesTimeConverter)])]
[JsonSerializable(typeof(InstanceDocument))]
internal sealed partial class InstanceJsonContext : JsonSerializerContext;
