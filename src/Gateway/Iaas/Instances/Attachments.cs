using System.Text.Json;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Iaas.Instances;

/// <summary>
/// What is attached to an instance, as ids that other services gave. They mean nothing to the operator, so they are kept in an annotation. Pure.
/// </summary>
internal sealed class Attachments
{
    private const int Most = 64;
    private const int LongestId = 253;

    private readonly string _annotation;

    private Attachments(string annotation) => _annotation = annotation;

    public static Attachments Networks { get; } = new("gateway.compute.iaas.dev/network-ids");

    public static Attachments Volumes { get; } = new("gateway.compute.iaas.dev/volume-ids");

    /// <summary>The ids, in the order in which they were attached; none where the annotation is not a list.</summary>
    public IReadOnlyList<string> Of(ObjectMeta metadata)
    {
        try
        {
            return metadata.Annotation(_annotation) is { } json ? JsonSerializer.Deserialize(json, AttachmentJsonContext.Default.ListString) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>The ids of a body.</summary>
    public static IReadOnlyList<string> Read(BodyFields body, string name)
    {
        var ids = body.Texts(name).Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count > Most || !ids.TrueForAll(IsId))
        {
            body.Refuse(name, $"Must be at most {Most} ids of 1 to {LongestId} characters, with no control characters.");
            return [];
        }

        return ids;
    }

    /// <summary>What to write so that the ids are these.</summary>
    public IReadOnlyDictionary<string, string?> Change(IReadOnlyList<string> ids) => new Dictionary<string, string?>
    {
        [_annotation] = ids.Count == 0 ? null : JsonSerializer.Serialize([.. ids], AttachmentJsonContext.Default.ListString),
    };

    /// <summary>Whether more can be attached.</summary>
    public static bool HasRoom(IReadOnlyList<string> ids) => ids.Count < Most;

    /// <summary>Whether a text can be an id.</summary>
    public static bool IsId(string text) => text.Length is > 0 and <= LongestId && !text.Any(char.IsControl);
}
