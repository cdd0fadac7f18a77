using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ComputeOperator.Kubernetes.Meta.Schema;
using ComputeOperator.Manifests.XmlDocs;

namespace ComputeOperator.Manifests.Schema;

/// <summary>Structural schemas (apiextensions v1) of C# types.</summary>
/// <param name="descriptions">What the source says about them.</param>
/// <param name="problems">Gets a line for everything that cannot be expressed.</param>
internal sealed class SchemaBuilder(Descriptions descriptions, ICollection<string> problems)
{
    private static readonly string[] CommonFields = ["apiVersion", "kind", "metadata"];

    private readonly FieldConstraints _constraints = new(problems);
    private readonly Stack<Type> _open = [];

    /// <summary>The schema of a kind. The API server describes the fields that every kind has.</summary>
    public JsonObject OfRoot(Type type)
    {
        var schema = OfObject(type, EntityField.Of(type).Where(field => !CommonFields.Contains(field.Name)));
        var properties = (JsonObject)schema["properties"]!;
        properties.Insert(0, "apiVersion", new JsonObject { ["type"] = "string" });
        properties.Insert(1, "kind", new JsonObject { ["type"] = "string" });
        properties.Insert(2, "metadata", Metadata());
        return schema;
    }

    /// <summary>The schema of an object: its fields, and the rules on its type.</summary>
    public JsonObject OfObject(Type type) => OfObject(type, EntityField.Of(type));

    private JsonObject OfObject(Type type, IEnumerable<EntityField> fields)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        _open.Push(type);
        foreach (var field in fields)
        {
            properties[field.Name] = OfField(field);
            if (field.IsRequired)
            {
                required.Add((JsonNode)field.Name);
            }
        }

        _open.Pop();
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        ValidationRules.Apply(type, schema);
        if (type.IsDefined(typeof(AtomicAttribute)))
        {
            schema["x-kubernetes-map-type"] = "atomic";
        }

        if (type.GetCustomAttribute<DefaultAttribute>() is { } value)
        {
            schema["default"] = JsonNode.Parse(value.Json);
        }

        return schema;
    }

    /// <summary>The schema of one field, described.</summary>
    public JsonObject OfField(EntityField field)
    {
        var schema = new JsonObject { ["description"] = DescriptionOf(field) };
        foreach (var (keyword, value) in OfType(field, field.Type).ToArray())
        {
            schema[keyword] = value?.DeepClone();
        }

        _constraints.Apply(field, schema);
        return schema;
    }

    private JsonObject OfType(EntityField field, Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return ScalarTypes.Find(type) switch
        {
            { } scalar => scalar,
            null when type.IsEnum && !type.IsDefined(typeof(FlagsAttribute)) => ScalarTypes.OfEnum(type),
            null when type.GetCustomAttribute<WrittenAsTextAttribute>() is { } text => new() { ["type"] = "string", ["pattern"] = text.RegexPattern },
            null when FreeForm(field, type) is { } free => free,
            null when CollectionTypes.ValueOfMap(type) is { } value => new() { ["type"] = "object", ["additionalProperties"] = OfType(field, value) },
            null when CollectionTypes.ItemOfList(type) is { } item => new() { ["type"] = "array", ["items"] = OfType(field, item) },
            null when type.IsClass && type.Namespace?.StartsWith(nameof(System), StringComparison.Ordinal) != true => OfNested(field, type),
            null => Unknown(field, $"the type {type.Name} has no schema; use text, numbers, enums, Quantity, DateTimeOffset, records, lists or maps."),
        };
    }

    // The name is said so that a rule can blame it by its path.
    private static JsonObject Metadata() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["name"] = new JsonObject { ["type"] = "string" } },
    };

    private static JsonObject? FreeForm(EntityField field, Type type)
    {
        var isFree = field.Property.IsDefined(typeof(PreserveUnknownFieldsAttribute));
        return isFree && (type == typeof(JsonElement) || type == typeof(JsonObject))
            ? new() { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true }
            : null;
    }

    private JsonObject OfNested(EntityField field, Type type) =>
        _open.Contains(type)
            ? Unknown(field, $"the type {type.Name} contains itself, which a structural schema cannot say.")
            : OfObject(type);

    private JsonObject Unknown(EntityField field, string problem)
    {
        problems.Add($"{field}: {problem}");
        return [];
    }

    private string DescriptionOf(EntityField field)
    {
        if (SummaryOf(field) is not { } text)
        {
            problems.Add($"{field}: the <summary> is missing; it becomes the field's description.");
            return "";
        }

        return field.Type.IsEnum ? text + MembersOf(field.Type) : text;
    }

    // A field of an open type (spec, status) says less about itself than the type it is closed with.
    private string? SummaryOf(EntityField field) =>
        (field.IsOpen ? descriptions.Of(field.Type) : null) ?? descriptions.Of(field.Property);

    private string MembersOf(Type enumType) => string.Concat(
        from member in JsonNames.MembersOf(enumType)
        let text = descriptions.Of(member)
        where text is not null
        select $"\n- {JsonNames.Of(member)}: {text.ReplaceLineEndings(" ")}");
}
