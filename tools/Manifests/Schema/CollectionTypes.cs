namespace ComputeOperator.Manifests.Schema;

/// <summary>Which C# types are maps and lists in JSON.</summary>
internal static class CollectionTypes
{
    /// <summary>The type of the values when <paramref name="type"/> is a map with text keys.</summary>
    public static Type? ValueOfMap(Type type) =>
        ArgumentsOf(type, typeof(IReadOnlyDictionary<,>)) is [var key, var value] && key == typeof(string) ? value : null;

    /// <summary>The type of the items when <paramref name="type"/> is a list.</summary>
    public static Type? ItemOfList(Type type) => ArgumentsOf(type, typeof(IReadOnlyList<>)) is [var item] ? item : null;

    private static Type[] ArgumentsOf(Type type, Type definition) =>
        type.GetInterfaces().Append(type)
            .FirstOrDefault(t => t.IsGenericType && t.GetGenericTypeDefinition() == definition)?
            .GetGenericArguments() ?? [];
}
