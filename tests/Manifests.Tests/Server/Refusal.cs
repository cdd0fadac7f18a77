using System.Text.Json;
using System.Text.Json.Nodes;

namespace ComputeOperator.Manifests.Tests.Server;

/// <summary>A change that the API server must refuse.</summary>
/// <param name="Bound">What refuses it, as <see cref="SchemaBounds"/> names it.</param>
/// <param name="Change">A merge patch on a sound object.</param>
/// <param name="Message">What kubectl prints about it.</param>
public sealed record Refusal(string Bound, string Change, string Message)
{
    public static Refusal ByRule(string message, string change) => new(message, change, message);

    /// <summary>A merge patch of spec.</summary>
    public static string Spec(object fields) => JsonSerializer.Serialize(new { spec = fields });

    /// <summary>A merge patch of one field of spec.</summary>
    public static string Spec(string field, object? value) => Spec(new Dictionary<string, object?> { [field] = value });

    /// <summary>A merge patch of the name.</summary>
    public static string Name(string name) => JsonSerializer.Serialize(new { metadata = new { name } });

    public override string ToString() => $"{Bound} ← {(Change.Length > 80 ? Change[..80] + "…" : Change)}";

    /// <summary>Applies a merge patch (RFC 7386).</summary>
    public static JsonNode? Merge(JsonNode? target, JsonNode? change)
    {
        if (change is not JsonObject members)
        {
            return change?.DeepClone();
        }

        var merged = target is JsonObject existing ? (JsonObject)existing.DeepClone() : [];
        foreach (var (name, value) in members)
        {
            merged.Remove(name);
            if (value is not null)
            {
                merged[name] = Merge((target as JsonObject)?[name], value);
            }
        }

        return merged;
    }
}
