using System.Text.Json.Nodes;

namespace ComputeOperator.Manifests.Tests.Server;

/// <summary>Everything that a schema refuses, each by a name: a rule by its message, a bound by field and keyword.</summary>
internal static class SchemaBounds
{
    private static readonly string[] Keywords =
    [
        "minLength", "maxLength", "pattern", "minimum", "maximum", "enum", "anyOf",
        "minItems", "maxItems", "minProperties", "maxProperties",
    ];

    public static IEnumerable<string> In(JsonObject schema, string path = "") =>
    [
        .. Keywords.Where(schema.ContainsKey).Select(keyword => $"{path} {keyword}"),
        .. (string?)schema["format"] == "date-time" ? [$"{path} date-time"] : Array.Empty<string>(),
        .. (string?)schema["x-kubernetes-list-type"] is "set" or "map" ? [$"{path} duplicates"] : Array.Empty<string>(),
        .. (schema["required"] as JsonArray ?? []).Select(name => $"{Join(path, (string)name!)} required"),
        .. (schema["x-kubernetes-validations"] as JsonArray ?? []).Select(rule => (string)rule!["message"]!),
        .. Below(schema, path),
    ];

    private static IEnumerable<string> Below(JsonObject schema, string path)
    {
        var properties = (schema["properties"] as JsonObject ?? []).SelectMany(p => In((JsonObject)p.Value!, Join(path, p.Key)));
        var items = schema["items"] is JsonObject item ? In(item, path + "[]") : [];
        var values = schema["additionalProperties"] is JsonObject value ? In(value, path + "{}") : [];
        return properties.Concat(items).Concat(values);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
