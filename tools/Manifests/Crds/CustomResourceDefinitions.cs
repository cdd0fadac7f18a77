using System.Reflection;
using System.Text.Json.Nodes;
using ComputeOperator.Kubernetes.Meta.Schema;
using ComputeOperator.Manifests.Schema;
using ComputeOperator.Manifests.XmlDocs;

namespace ComputeOperator.Manifests.Crds;

/// <summary>CustomResourceDefinitions of kinds.</summary>
internal sealed class CustomResourceDefinitions(Descriptions descriptions)
{
    public static string NameOf(EntityKind kind) => $"{kind.Entity.PluralName}.{kind.Entity.Group}";

    /// <exception cref="ManifestException">The type does not make a complete schema.</exception>
    public JsonObject Of(EntityKind kind)
    {
        var problems = new List<string>();
        var schema = RootSchema(kind, problems);
        ColumnPaths.Check(kind, schema, problems);
        ManifestException.ThrowIfAny(problems);
        return new()
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject { ["name"] = NameOf(kind) },
            ["spec"] = new JsonObject
            {
                ["group"] = kind.Entity.Group,
                ["names"] = Names(kind),
                ["scope"] = kind.IsNamespaced ? "Namespaced" : "Cluster",
                ["versions"] = new JsonArray(Version(kind, schema)),
            },
        };
    }

    private JsonObject RootSchema(EntityKind kind, List<string> problems)
    {
        var schema = new SchemaBuilder(descriptions, problems).OfRoot(kind.Type);
        if (descriptions.Of(kind.Type) is { } text)
        {
            schema.Insert(0, "description", text);
        }
        else
        {
            problems.Add($"{kind.Type.Name}: the <summary> is missing; it becomes the kind's description.");
        }

        return schema;
    }

    private static JsonObject Names(EntityKind kind)
    {
        var entity = kind.Entity;
        var names = new JsonObject
        {
            ["kind"] = entity.Kind,
            ["listKind"] = entity.Kind + "List",
            ["plural"] = entity.PluralName,
            ["singular"] = entity.Kind.ToLowerInvariant(),
        };
        AddTexts(names, "shortNames", kind.Type.GetCustomAttribute<KubernetesEntityShortNamesAttribute>()?.ShortNames);
        AddTexts(names, "categories", kind.Type.GetCustomAttribute<KubernetesEntityCategoriesAttribute>()?.Categories);
        return names;
    }

    private static void AddTexts(JsonObject names, string key, IReadOnlyList<string>? texts)
    {
        if (texts is { Count: > 0 })
        {
            names[key] = new JsonArray([.. texts.Select(t => JsonValue.Create(t))]);
        }
    }

    private static JsonObject Version(EntityKind kind, JsonObject schema)
    {
        var version = new JsonObject { ["name"] = kind.Entity.ApiVersion, ["served"] = true, ["storage"] = true };
        AddList(version, "additionalPrinterColumns", kind.Type.GetCustomAttributes<GenericAdditionalPrinterColumnAttribute>().Select(Column));
        AddList(version, "selectableFields", kind.Type.GetCustomAttributes<SelectableFieldAttribute>().Select(f => new JsonObject { ["jsonPath"] = f.JsonPath }));
        if (kind.HasStatus)
        {
            version["subresources"] = new JsonObject { ["status"] = new JsonObject() };
        }

        version["schema"] = new JsonObject { ["openAPIV3Schema"] = schema };
        return version;
    }

    private static void AddList(JsonObject version, string key, IEnumerable<JsonObject> items)
    {
        var list = new JsonArray([.. items]);
        if (list.Count > 0)
        {
            version[key] = list;
        }
    }

    private static JsonObject Column(GenericAdditionalPrinterColumnAttribute column)
    {
        var schema = new JsonObject { ["name"] = column.Name, ["type"] = column.Type, ["jsonPath"] = column.JsonPath };
        if (column.Description is { } description)
        {
            schema["description"] = description;
        }

        if (column.Priority != 0)
        {
            schema["priority"] = column.Priority;
        }

        return schema;
    }
}
