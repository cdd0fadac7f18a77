using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Manifests.Tests.Samples;

/// <summary>A thing without a status.</summary>
[KubernetesEntity(Group = "samples.example", ApiVersion = "v1alpha1", Kind = "Widget", PluralName = "widgets")]
public sealed record Widget : CustomKubernetesEntity<WidgetSpec>;

/// <summary>What is wanted of a widget.</summary>
public sealed record WidgetSpec
{
    /// <summary>A text.</summary>
    public required string Text { get; init; }
}
