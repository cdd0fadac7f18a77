namespace ComputeOperator.Hosting.Configuration;

/// <summary>Every setting of a program, once. Help, environment variables and the documentation come from here.</summary>
/// <typeparam name="TOptions">The program's options.</typeparam>
/// <param name="program">Name of the program.</param>
/// <param name="purpose">What it does, one sentence of the help.</param>
/// <param name="flags">The settings, in the order of the help.</param>
/// <param name="contradictions">One line per pair of settings that cannot be together, which names their flags.</param>
public sealed class FlagTable<TOptions>(
    string program, string purpose, IReadOnlyList<Flag<TOptions>> flags, Func<TOptions, IEnumerable<string>> contradictions)
    where TOptions : new()
{
    private readonly string _environmentPrefix = program.Replace('-', '_').ToUpperInvariant() + "_";

    /// <summary>Name of the program.</summary>
    public string Program { get; } = program;

    /// <summary>What it does.</summary>
    public string Purpose { get; } = purpose;

    /// <summary>The settings, in the order of the help.</summary>
    public IReadOnlyList<Flag<TOptions>> Flags { get; } = flags;

    /// <summary>The environment variable of a setting; the flag wins over it.</summary>
    public string EnvironmentVariable(Flag<TOptions> flag)
    {
        ArgumentNullException.ThrowIfNull(flag);
        return _environmentPrefix + flag.Name.Replace('-', '_').ToUpperInvariant();
    }

    /// <summary>The options, and one line per problem: everything that is wrong with them at once.</summary>
    /// <param name="given">Values of the flags that were given, by name.</param>
    /// <param name="environment">Looks an environment variable up; null when it is not set.</param>
    public (TOptions Options, IReadOnlyList<string> Problems) Read(
        IReadOnlyDictionary<string, string> given, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(environment);
        var options = new TOptions();
        var refused = new List<(string Flag, string Problem)>();
        foreach (var flag in Flags)
        {
            if (given.TryGetValue(flag.Name, out var text))
            {
                Apply(flag, options, text, "--" + flag.Name, refused);
            }
            else if (environment(EnvironmentVariable(flag)) is { Length: > 0 } inherited)
            {
                Apply(flag, options, inherited, EnvironmentVariable(flag), refused);
            }
        }

        // Instead of what was refused the options have its default, of which nobody has spoken.
        var remaining = contradictions(options).Where(line => !refused.Any(one => line.Contains(one.Flag, StringComparison.Ordinal)));
        return (options, [.. refused.Select(one => one.Problem), .. remaining]);
    }

    private static void Apply(Flag<TOptions> flag, TOptions options, string text, string source, List<(string Flag, string Problem)> refused)
    {
        if (flag.Apply(options, text) is { } allowed)
        {
            refused.Add(("--" + flag.Name, $"{source}: '{text}' is not allowed; allowed: {allowed}"));
        }
    }
}
