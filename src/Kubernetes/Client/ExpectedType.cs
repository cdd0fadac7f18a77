using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Says in a user's words what JSON a field takes.</summary>
internal static class ExpectedType
{
    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(string)] = "a string",
        [typeof(bool)] = "true or false",
        [typeof(int)] = "a whole number of at most 32 bits",
        [typeof(uint)] = "a whole number of at most 32 bits, not negative",
        [typeof(long)] = "a whole number of at most 64 bits",
        [typeof(ulong)] = "a whole number of at most 64 bits, not negative",
        [typeof(double)] = "a number",
        [typeof(decimal)] = "a number",
        [typeof(DateTimeOffset)] = "a time such as 2026-01-02T03:04:05Z",
        [typeof(TimeSpan)] = "a duration such as 00:00:30",
    };

    /// <summary>What the field at the end of <paramref name="steps"/> takes, beginning in <paramref name="root"/>.</summary>
    public static string Of(JsonTypeInfo root, IReadOnlyList<JsonPathStep> steps)
    {
        var type = root;
        foreach (var step in steps)
        {
            if (Next(type, step) is not { } next)
            {
                return "another value";
            }

            type = next;
        }

        return Describe(type);
    }

    private static JsonTypeInfo? Next(JsonTypeInfo type, JsonPathStep step)
    {
        var next = type.Kind == JsonTypeInfoKind.Object
            ? type.Properties.FirstOrDefault(property => property.Name == step.Member)?.PropertyType
            : type.ElementType;
        return next is null ? null : type.Options.GetTypeInfo(next);
    }

    private static string Describe(JsonTypeInfo info)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        return info.Kind switch
        {
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "an object",
            JsonTypeInfoKind.Enumerable => "a list",
            _ when type.IsEnum => $"one of {string.Join(", ", EnumNames(type, info.Options))}",
            _ => Words.GetValueOrDefault(type, "another value"),
        };
    }

    private static IEnumerable<string> EnumNames(Type type, JsonSerializerOptions options)
    {
        var info = options.GetTypeInfo(type);
        foreach (var value in Enum.GetValuesAsUnderlyingType(type))
        {
            yield return JsonSerializer.Serialize(Enum.ToObject(type, value), info).Trim('"');
        }
    }
}
