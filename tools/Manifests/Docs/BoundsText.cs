using System.Text.Json.Nodes;

namespace ComputeOperator.Manifests.Docs;

/// <summary>The bounds in a schema, in words.</summary>
internal static class BoundsText
{
    public static IEnumerable<string> Of(JsonObject schema)
    {
        if (schema.ContainsKey("x-kubernetes-int-or-string"))
        {
            return ["not negative"];
        }

        if ((string?)schema["format"] == "date-time")
        {
            return ["RFC 3339, such as `2026-01-01T00:00:00Z`"];
        }

        var texts = new[]
        {
            Between(schema, "minimum", "maximum", ""),
            Between(schema, "minLength", "maxLength", " characters"),
            Between(schema, "minItems", "maxItems", " items"),
            Between(schema, "minProperties", "maxProperties", " entries"),
            schema["pattern"] is { } pattern ? $"matches `{pattern}`" : null,
            schema["enum"] is JsonArray members ? $"one of {string.Join(", ", members.Select(member => $"`{member}`"))}" : null,
        };
        return texts.OfType<string>();
    }

    private static string? Between(JsonObject schema, string lowest, string highest, string unit) => (schema[lowest], schema[highest]) switch
    {
        ({ } low, { } high) => $"{low} to {high}{unit}",
        ({ } low, null) => $"at least {low}{unit}",
        (null, { } high) => $"at most {high}{unit}",
        (null, null) => null,
    };
}
