using System.Text.Json;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.VmManager.Vms;

/// <summary>
/// Metadata of any JSON values, kept as guest metadata, whose values are texts: what is no text is kept as its JSON, and which those are in an annotation. Pure.
/// </summary>
internal static class VmMetadata
{
    /// <summary>The annotation with the names of those that are JSON, separated by commas, which no name contains.</summary>
    private const string Annotation = "gateway.compute.iaas.dev/json-metadata";

    /// <summary>The metadata of an Instance.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Of(Instance instance)
    {
        var json = JsonNames(instance.Metadata);
        return (instance.Spec.Metadata ?? new Dictionary<string, string>())
            .ToDictionary(entry => entry.Key, entry => json.Contains(entry.Key) ? Parsed(entry.Value) : Text(entry.Value), StringComparer.Ordinal);
    }

    /// <summary>What to write so that <paramref name="members"/> are set, those that are null removed, and others left as they are.</summary>
    /// <param name="before">The Instance; null: it is about to be created.</param>
    /// <param name="members">The members.</param>
    public static InstanceChange Merge(Instance? before, IReadOnlyDictionary<string, JsonElement> members)
    {
        if (members.Count == 0)
        {
            return InstanceChange.Nothing;
        }

        var json = JsonNames(before?.Metadata);
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            texts[name] = TextOf(value);
            _ = value.ValueKind is JsonValueKind.String or JsonValueKind.Null ? json.Remove(name) : json.Add(name);
        }

        return new()
        {
            Annotations = new Dictionary<string, string?> { [Annotation] = json.Count == 0 ? null : string.Join(',', json) },
            Spec = new() { Metadata = texts },
        };
    }

    /// <summary>The members of a body; empty when they are absent. Two names are understood.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Read(BodyFields body)
    {
        var name = body.Has("metadata") && !body.Has("vm_metadata") ? "metadata" : "vm_metadata";
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (body.Object(name) is { } given)
        {
            foreach (var member in given.EnumerateObject())
            {
                members[member.Name] = member.Value;
            }
        }

        return members;
    }

    private static SortedSet<string> JsonNames(ObjectMeta? metadata) =>
        new(metadata?.Annotation(Annotation)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [], StringComparer.Ordinal);

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    private static JsonElement Text(string value) => JsonSerializer.SerializeToElement(value, BodyJsonContext.Default.String);

    // Others may have written something else meanwhile, or what is JSON but cannot be written again.
    private static JsonElement Parsed(string value)
    {
        try
        {
            var json = JsonElement.Parse(value);
            return BodyFields.IsDecodable(json) ? json : Text(value);
        }
        catch (JsonException)
        {
            return Text(value);
        }
    }
}
