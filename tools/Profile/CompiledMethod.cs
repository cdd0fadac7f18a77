namespace ComputeOperator.Profile;

/// <summary>A method that the JIT compiled. Overloads with as many parameters are not told apart: the JIT abbreviates their types.</summary>
/// <param name="Owner">The type that declares it.</param>
/// <param name="Name">Its name in metadata.</param>
/// <param name="Arguments">Its own type arguments.</param>
/// <param name="ParameterCount">How many parameters it has, <c>this</c> apart.</param>
internal sealed record CompiledMethod(TypeName Owner, string Name, IReadOnlyList<TypeName> Arguments, int ParameterCount)
{
    private const string Start = "JIT compiled ";

    /// <summary>Whether a log has it more than once. A method is compiled once, so it then stands for several that the JIT writes alike.</summary>
    public bool IsRepeated { get; private init; }

    /// <summary>The methods that logs name, each once.</summary>
    public static IEnumerable<CompiledMethod> In(params IEnumerable<IEnumerable<string>> logs) => logs
        .SelectMany(log => log.Select(SignatureIn).OfType<string>().CountBy(signature => signature))
        .GroupBy(counted => counted.Key, counted => counted.Value)
        .Select(counts => Parse(counts.Key) with { IsRepeated = counts.Any(count => count > 1) });

    /// <summary>Reads a signature such as <c>Some.Type[int]:Method[int](bool,System.String)</c>.</summary>
    public static CompiledMethod Parse(string signature)
    {
        var scanner = new SignatureScanner(signature);
        var owner = scanner.Type();
        scanner.Skip(':');
        var name = scanner.Name();
        return new(owner, name, scanner.At('[') ? scanner.Arguments() : [], scanner.At('(') ? scanner.CountParameters() : 0);
    }

    // "  12: JIT compiled SIGNATURE [FullOpts, IL size=68, code size=175]"
    private static string? SignatureIn(string line)
    {
        var start = line.IndexOf(Start, StringComparison.Ordinal);
        var end = line.LastIndexOf(" [", StringComparison.Ordinal);
        return start < 0 || end < start ? null : line[(start + Start.Length)..end];
    }
}
