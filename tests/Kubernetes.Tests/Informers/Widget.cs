using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Kubernetes.Tests.Informers;

/// <summary>A kind for tests. Its schema on the server allows anything, so that objects can be malformed.</summary>
[KubernetesEntity(Group = "runtime.tests.dev", ApiVersion = "v1", Kind = "Widget", PluralName = "widgets")]
public sealed record Widget : CustomKubernetesEntity<WidgetSpec, WidgetStatus>
{
    public static ResourceDefinition<Widget> Definition { get; } = ResourceDefinition.From(WidgetJson.Default.Widget);

    /// <summary>The same kind in a group of its own, which a test can install and remove.</summary>
    public static ResourceDefinition<Widget> DefinitionOf(string group) =>
        new(group, "v1", "Widget", "widgets", EntityScope.Namespaced, WidgetJson.Default.Widget);

    public static string Manifest => ManifestOf(Definition.Group);

    public static string ManifestOf(string group) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: widgets.{{group}} }
        spec:
          group: {{group}}
          names: { kind: Widget, plural: widgets, singular: widget }
          scope: Namespaced
          versions:
          - name: v1
            served: true
            storage: true
            subresources: { status: {} }
            schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
        """;

    public static Widget Of(string name, string uid, long version, int size = 0) => new()
    {
        Metadata = new() { Namespace = "ns", Name = name, Uid = uid, ResourceVersion = version.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        Spec = new() { Size = size },
    };
}

public sealed record WidgetSpec
{
    public int Size { get; init; }

    public string? Color { get; init; }
}

public sealed record WidgetStatus
{
    public int? SeenSize { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Widget))]
internal sealed partial class WidgetJson : JsonSerializerContext;
