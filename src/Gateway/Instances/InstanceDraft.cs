using System.Text.Json;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.Instances;

/// <summary>An Instance to be created.</summary>
internal sealed record InstanceDraft
{
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public IReadOnlyDictionary<string, string?>? Labels { get; init; }

    public IReadOnlyDictionary<string, string?>? Annotations { get; init; }

    public required SpecFields Spec { get; init; }

    public byte[] ToJson(ResourceDefinition<Instance> definition) => JsonSerializer.SerializeToUtf8Bytes(
        new InstanceDocument(
            definition.ApiVersion,
            definition.Kind,
            new() { Name = Name, Namespace = Namespace, Labels = Labels, Annotations = Annotations },
            Spec),
        InstanceJsonContext.Default.InstanceDocument);
}
