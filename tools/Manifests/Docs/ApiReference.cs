using System.Text;
using System.Text.Json.Nodes;
using ComputeOperator.Manifests.Crds;
using ComputeOperator.Manifests.Output;

namespace ComputeOperator.Manifests.Docs;

/// <summary><c>docs/api.md</c>: one table per kind, from the same schema that the API server gets.</summary>
internal static class ApiReference
{
    public static IEnumerable<GeneratedFile> Of(Sources sources)
    {
        var definitions = new CustomResourceDefinitions(sources.Descriptions);
        var text = new StringBuilder("# API reference\n");
        foreach (var kind in sources.Kinds)
        {
            AppendKind(text, kind, SchemaOf(definitions.Of(kind)));
        }

        return [GeneratedFile.Markdown("docs/api.md", text.ToString())];
    }

    private static JsonObject SchemaOf(JsonObject definition) =>
        (JsonObject)definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!;

    private static void AppendKind(StringBuilder text, EntityKind kind, JsonObject schema)
    {
        var entity = kind.Entity;
        text.Append('\n').Append(Line($"## {entity.Kind}"));
        text.Append('\n').Append(Line($"`apiVersion: {entity.Group}/{entity.ApiVersion}`, {(kind.IsNamespaced ? "namespaced" : "cluster-scoped")}. {schema["description"]}"));
        foreach (var rule in RootRules(schema))
        {
            text.Append('\n').Append(Line($"* {rule}."));
        }

        text.Append("\n| Field | Type | Default | Validation | Description |\n|---|---|---|---|---|\n");
        foreach (var row in FieldRow.Below("", schema).Where(row => row.Path is not ("apiVersion" or "kind" or "metadata" or "metadata.name")))
        {
            text.Append(Line($"| `{row.Path}` | {row.Type} | {row.Default} | {MarkdownCell.Of(string.Join("\n", row.Validation))} | {MarkdownCell.Of(row.Description)} |"));
        }
    }

    private static IEnumerable<string> RootRules(JsonObject schema) =>
        (schema["x-kubernetes-validations"] as JsonArray ?? []).Select(rule => (string)rule!["message"]!);

    private static string Line(string text) => text.ReplaceLineEndings(" ") + "\n";
}
