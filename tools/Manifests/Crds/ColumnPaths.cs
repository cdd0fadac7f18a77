using System.Reflection;
using System.Text.Json.Nodes;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Manifests.Crds;

/// <summary>Finds columns and selectable fields that show nothing because their path does not exist.</summary>
internal static class ColumnPaths
{
    public static void Check(EntityKind kind, JsonObject schema, ICollection<string> problems)
    {
        var columns = kind.Type.GetCustomAttributes<GenericAdditionalPrinterColumnAttribute>().Select(c => c.JsonPath);
        var selectable = kind.Type.GetCustomAttributes<SelectableFieldAttribute>().Select(f => f.JsonPath);
        foreach (var path in columns.Concat(selectable).Where(path => !Exists(path, schema)))
        {
            problems.Add($"{kind.Type.Name}: there is no field {path}.");
        }
    }

    // Past a bracket the path filters a list: only what leads there is checked.
    private static bool Exists(string path, JsonObject schema)
    {
        if (!path.StartsWith('.'))
        {
            return false;
        }

        JsonNode? node = schema;
        foreach (var name in path[1..].Split('[')[0].Split('.'))
        {
            if (name == "metadata")
            {
                return true;
            }

            node = node?["properties"]?[name];
        }

        return node is not null;
    }
}
