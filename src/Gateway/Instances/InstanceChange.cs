using System.Text.Json;

namespace ComputeOperator.Gateway.Instances;

/// <summary>What a request changes of an Instance.</summary>
internal sealed record InstanceChange
{
    /// <summary>Changes nothing.</summary>
    public static InstanceChange Nothing { get; } = new();

    /// <summary>Labels to set; a null value removes.</summary>
    public IReadOnlyDictionary<string, string?>? Labels { get; init; }

    /// <summary>Annotations to set; a null value removes.</summary>
    public IReadOnlyDictionary<string, string?>? Annotations { get; init; }

    public SpecFields? Spec { get; init; }

    /// <summary>The change as a merge patch that is refused when the Instance is no longer at <paramref name="resourceVersion"/>; null: nothing to do.</summary>
    public ReadOnlyMemory<byte>? ToMergePatch(string? resourceVersion) => this == Nothing
        ? default(ReadOnlyMemory<byte>?)
        : JsonSerializer.SerializeToUtf8Bytes(
            new InstanceDocument(null, null, new() { ResourceVersion = resourceVersion, Labels = Labels, Annotations = Annotations }, Spec),
            InstanceJsonContext.Default.InstanceDocument);
}
