using System.Text.Json.Serialization;

namespace ComputeOperator.Kubernetes.Meta;

/// <summary>A custom resource without a status.</summary>
/// <typeparam name="TSpec">What the user wants.</typeparam>
public abstract record CustomKubernetesEntity<TSpec> : IKubernetesObject
    where TSpec : class
{
    /// <inheritdoc/>
    [JsonPropertyOrder(-4)]
    public string? ApiVersion { get; init; }

    /// <inheritdoc/>
    [JsonPropertyOrder(-3)]
    public string? Kind { get; init; }

    /// <inheritdoc/>
    [JsonPropertyOrder(-2)]
    public required ObjectMeta Metadata { get; init; }

    /// <summary>What the user wants.</summary>
    [JsonPropertyOrder(-1)]
    public required TSpec Spec { get; init; }
}

/// <summary>A custom resource with a <c>status</c> subresource.</summary>
/// <typeparam name="TSpec">What the user wants.</typeparam>
/// <typeparam name="TStatus">What the controller has seen and done.</typeparam>
public abstract record CustomKubernetesEntity<TSpec, TStatus> : CustomKubernetesEntity<TSpec>
    where TSpec : class
    where TStatus : class
{
    /// <summary>What the controller has seen and done; until it first looked, absent or the default of its type.</summary>
    public TStatus? Status { get; init; }
}
