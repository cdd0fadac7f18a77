namespace ComputeOperator.Profile;

/// <summary>A type as the JIT writes it, such as <c>Outer`1+Nested[System.__Canon,int]</c>.</summary>
/// <param name="Name">With its namespace and outer types, without arguments; of an array empty.</param>
/// <param name="Arguments">Of the outer types first; of an array its element.</param>
/// <param name="IsArray">Whether it is a vector of its only argument.</param>
internal sealed record TypeName(string Name, IReadOnlyList<TypeName> Arguments, bool IsArray = false)
{
    /// <summary>The same with another type for a simple one, wherever it is an argument.</summary>
    public TypeName Replace(string simple, string by) => this with { Arguments = Replace(Arguments, simple, by) };

    /// <summary>The same for a list of arguments.</summary>
    public static IReadOnlyList<TypeName> Replace(IReadOnlyList<TypeName> arguments, string simple, string by) =>
        [.. arguments.Select(argument => argument.Name == simple ? argument with { Name = by } : argument.Replace(simple, by))];
}
