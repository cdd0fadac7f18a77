using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Kubernetes.Tests.Client;

/// <summary>A kind whose schema on the server is looser than this type, so that objects can be malformed.</summary>
[KubernetesEntity(Group = "client.test", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
public sealed record Widget : CustomKubernetesEntity<WidgetSpec, WidgetStatus>
{
    public static ResourceDefinition<Widget> Definition { get; } = ResourceDefinition.From(WidgetJsonContext.Default.Widget);

    public static string Manifest => """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: widgets.client.test }
        spec:
          group: client.test
          names: { kind: Widget, plural: widgets, singular: widget }
          scope: Namespaced
          versions:
          - name: v1
            served: true
            storage: true
            subresources: { status: {} }
            schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
        """;

    public static Widget Named(string ns, string name, int size = 1) => new()
    {
        ApiVersion = Definition.ApiVersion,
        Kind = Definition.Kind,
        Metadata = new() { Namespace = ns, Name = name },
        Spec = new() { Size = size },
    };
}

public sealed record WidgetSpec
{
    public required int Size { get; init; }

    public Colour Colour { get; init; }

    public IReadOnlyList<WidgetPart>? Parts { get; init; }

    public IReadOnlyDictionary<string, string>? Notes { get; init; }
}

public sealed record WidgetPart(string Name, Quantity Weight);

public sealed record WidgetStatus
{
    public string? Phase { get; init; }

    public DateTimeOffset? Since { get; init; }
}

public enum Colour
{
    Red,
    Green,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(KubernetesTimeConverter)])]
[JsonSerializable(typeof(Widget))]
public sealed partial class WidgetJsonContext : JsonSerializerContext;
