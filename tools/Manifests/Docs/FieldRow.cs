using System.Text.Json.Nodes;

namespace ComputeOperator.Manifests.Docs;

/// <summary>One field of a schema, as a reader of the reference sees it.</summary>
internal sealed record FieldRow(string Path, JsonObject Schema, bool Required)
{
    public string Type => TypeOf(Schema);

    public string Default => Schema["default"] is { } value ? $"`{value.ToJsonString()}`" : "";

    public string Description => (string?)Schema["description"] ?? "";

    /// <summary>What is allowed: bounds of the field and of its items, then the rules' own words.</summary>
    public IEnumerable<string> Validation =>
    [
        .. Required ? ["required"] : Array.Empty<string>(),
        .. BoundsText.Of(Schema),
        .. InnerOf(Schema) is { } inner ? BoundsText.Of(inner).Select(bound => "each " + bound) : [],
        .. RulesOf(Schema),
    ];

    /// <summary>The fields below <paramref name="schema"/>, depth first, in the order of declaration.</summary>
    public static IEnumerable<FieldRow> Below(string path, JsonObject schema)
    {
        var required = (schema["required"] as JsonArray ?? []).Select(name => (string?)name).ToHashSet();
        foreach (var (name, node) in schema["properties"] as JsonObject ?? [])
        {
            var field = (JsonObject)node!;
            var row = new FieldRow($"{path}.{name}".TrimStart('.'), field, required.Contains(name));
            yield return row;
            var nested = field["items"] is JsonObject items ? Below(row.Path + "[]", items) : Below(row.Path, field);
            foreach (var below in nested)
            {
                yield return below;
            }
        }
    }

    private static JsonObject? InnerOf(JsonObject schema) => (schema["items"] ?? schema["additionalProperties"]) as JsonObject;

    private static IEnumerable<string> RulesOf(JsonObject schema) =>
        (schema["x-kubernetes-validations"] as JsonArray ?? []).Select(rule => (string)rule!["message"]!);

    private static string TypeOf(JsonObject schema) => schema switch
    {
        _ when schema.ContainsKey("x-kubernetes-int-or-string") => "quantity",
        _ when schema.ContainsKey("x-kubernetes-preserve-unknown-fields") => "any object",
        _ when schema["items"] is JsonObject items => $"list of {TypeOf(items)}",
        _ when schema["additionalProperties"] is JsonObject values => $"map of {TypeOf(values)}",
        _ when (string?)schema["format"] == "date-time" => "time",
        _ => (string)schema["type"]!,
    };
}
