using System.Text.Json.Nodes;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Manifests.Schema;

/// <summary>The C# types that are one value in JSON.</summary>
internal static class ScalarTypes
{
    // The format alone lets in what .NET does not read: year 0, lower-case t and z, offsets such as +99:99. One such value
    // would make the whole object unreadable.
    private const string InstantPattern =
        @"^[12][0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))$";

    private static readonly Dictionary<Type, Func<JsonObject>> Schemas = new()
    {
        [typeof(string)] = () => new() { ["type"] = "string" },
        [typeof(bool)] = () => new() { ["type"] = "boolean" },
        [typeof(int)] = () => new() { ["type"] = "integer", ["format"] = "int32" },
        [typeof(long)] = () => new() { ["type"] = "integer", ["format"] = "int64" },
        [typeof(double)] = () => new() { ["type"] = "number", ["format"] = "double" },
        [typeof(DateTimeOffset)] = () => new() { ["type"] = "string", ["format"] = "date-time", ["pattern"] = InstantPattern },
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
