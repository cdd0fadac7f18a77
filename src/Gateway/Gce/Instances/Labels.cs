using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>
/// An instance's labels are those of its object whose keys and values are both allowed here. Others (with a prefix, capitals, dots) are Kubernetes' own: not
/// shown, and left alone. Labels that Kubernetes cannot hold (international letters, '-' or '_' at an end) are kept in an annotation.
/// </summary>
internal static partial class Labels
{
    /// <summary>The annotation with the labels that Kubernetes cannot hold, a JSON object.</summary>
    public const string Annotation = "gateway.compute.iaas.dev/labels";

    private const int Most = 64;

    /// <summary>The labels of an object.</summary>
    public static IReadOnlyDictionary<string, string> Of(ObjectMeta metadata)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in metadata.Labels ?? new Dictionary<string, string>())
        {
            if (Key.IsMatch(key) && Value.IsMatch(value))
            {
                labels[key] = value;
            }
        }

        foreach (var (key, value) in Kept(metadata))
        {
            labels[key] = value;
        }

        return labels;
    }

    /// <summary>What to write so that the labels of an object are exactly <paramref name="wanted"/>.</summary>
    /// <exception cref="GceException">One of them is not allowed.</exception>
    public static (IReadOnlyDictionary<string, string?> Labels, IReadOnlyDictionary<string, string?> Annotations) Change(
        ObjectMeta? metadata, IReadOnlyDictionary<string, string?> wanted, string field)
    {
        Check(wanted, field);
        var labels = new Dictionary<string, string?>();
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in wanted)
        {
            if (IsKubernetesLabel(key, value ?? ""))
            {
                labels[key] = value ?? "";
            }
            else
            {
                kept[key] = value ?? "";
            }
        }

        foreach (var key in metadata is null ? [] : Of(metadata).Keys.Where(key => !labels.ContainsKey(key) && metadata.Labels?.ContainsKey(key) == true))
        {
            labels[key] = null;
        }

        var annotations = new Dictionary<string, string?>();
        if (kept.Count > 0 || metadata?.Annotation(Annotation) is not null)
        {
            annotations[Annotation] = kept.Count == 0 ? null : JsonSerializer.Serialize(kept, LabelsJsonContext.Default.SortedDictionaryStringString);
        }

        return (labels, annotations);
    }

    private static void Check(IReadOnlyDictionary<string, string?> labels, string field)
    {
        if (labels.Count > Most)
        {
            throw GceError.Invalid($"Invalid value for field '{field}': at most {Most} labels are allowed, not {labels.Count}.").ToException();
        }

        foreach (var (key, value) in labels)
        {
            if (!Key.IsMatch(key))
            {
                throw GceError.InvalidField(field, key, @"Label keys must be a match of regex '[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}'").ToException();
            }

            if (!Value.IsMatch(value ?? ""))
            {
                throw GceError.InvalidField($"{field}.{key}", value, @"Label values must be a match of regex '[\p{Ll}\p{Lo}\p{N}_-]{0,63}'").ToException();
            }
        }
    }

    private static IReadOnlyDictionary<string, string> Kept(ObjectMeta metadata)
    {
        try
        {
            return metadata.Annotation(Annotation) is { } json && JsonSerializer.Deserialize(json, LabelsJsonContext.Default.SortedDictionaryStringString) is { } kept
                ? kept
                : new SortedDictionary<string, string>(StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            // Someone's own writing: there are then no such labels.
            return new SortedDictionary<string, string>(StringComparer.Ordinal);
        }
    }

    private static bool IsKubernetesLabel(string key, string value) =>
        KubernetesName.IsMatch(key) && (value.Length == 0 || KubernetesName.IsMatch(value));

    [GeneratedRegex(@"\A[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}\z")]
    private static partial Regex Key { get; }

    [GeneratedRegex(@"\A[\p{Ll}\p{Lo}\p{N}_-]{0,63}\z")]
    private static partial Regex Value { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex KubernetesName { get; }

    [JsonSerializable(typeof(SortedDictionary<string, string>))]
    private sealed partial class LabelsJsonContext : JsonSerializerContext;
}
