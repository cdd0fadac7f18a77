using System.Text.Json.Nodes;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Manifests.Schema;

/// <summary>The C# types that are one value in JSON.</summary>
internal static class ScalarTypes
{
    private static readonly Dictionary<Type, Func<JsonObject>> Schemas = new()
    {
        [typeof(string)] = () => new() { ["type"] = "string" },
        [typeof(bool)] = () => new() { ["type"] = "boolean" },
        [typeof(int)] = () => new() { ["type"] = "integer", ["format"] = "int32" },
        [typeof(long)] = () => new() { ["type"] = "integer", ["format"] = "int64" },
        [typeof(double)] = () => new() { ["type"] = "number", ["format"] = "double" },
        [typeof(DateTimeOffset)] = () => new() { ["type"] = "string", ["format"] = "date-time" },
        [typeof(Quantity)] = QuantitySchema,
    };

    public static JsonObject? Find(Type type) => Schemas.GetValueOrDefault(type)?.Invoke();

    public static JsonObject OfEnum(Type type) => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. JsonNames.MembersOf(type).Select(m => JsonValue.Create(JsonNames.Of(m)))]),
    };

    // The pattern sees strings only, the minimum numbers only: both say "not negative".
    private static JsonObject QuantitySchema() => new()
    {
        ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" }),
        ["minimum"] = 0,
        ["pattern"] = Quantity.NonNegativePattern,
        ["x-kubernetes-int-or-string"] = true,
    };
}
