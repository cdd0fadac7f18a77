using System.CommandLine;

namespace ComputeOperator.Hosting.Configuration;

/// <summary>The command line of a program.</summary>
public static class ProgramCommand
{
    /// <summary>Exit code for a command line or environment that cannot be.</summary>
    public const int BadOptions = 2;

    // What a switch is given by being named.
    private const string Named = "true";

    /// <summary>Parses and runs; help and version answer by themselves.</summary>
    public static async Task<int> InvokeAsync<TOptions>(FlagTable<TOptions> table, string[] args, Func<TOptions, Task<int>> run)
        where TOptions : new()
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(run);
        var options = table.Flags.ToDictionary(flag => flag.Name, flag => OptionOf(flag, table.EnvironmentVariable(flag)));
        var command = new RootCommand(table.Purpose);
        foreach (var option in options.Values)
        {
            command.Options.Add(option);
        }

        command.SetAction(async parsed =>
        {
            var (settings, problems) = table.Read(Given(options, parsed), Environment.GetEnvironmentVariable);
            return problems.Count == 0 ? await run(settings) : Refuse(table.Program, problems);
        });
        var result = command.Parse(args);
        // A word that is no flag at all is listed with the values that are not allowed.
        if (result.Errors.Count > 0)
        {
            var (_, problems) = table.Read(Given(options, result), Environment.GetEnvironmentVariable);
            return Refuse(table.Program, [.. result.Errors.Select(e => e.Message), .. problems]);
        }

        return await result.InvokeAsync();
    }

    private static Dictionary<string, string> Given(Dictionary<string, Option<string>> options, ParseResult parsed) => options
        .Where(o => parsed.GetResult(o.Value) is { Implicit: false } named && !named.Errors.Any())
        .ToDictionary(o => o.Key, o => parsed.GetValue(o.Value) ?? Named);

    private static Option<string> OptionOf<TOptions>(Flag<TOptions> flag, string environmentVariable) => new("--" + flag.Name)
    {
        HelpName = flag.Value,
        Arity = flag.Value == "true|false" ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        Description = $"{flag.Description}{(flag.Default.Length > 0 ? $" Default: {flag.Default}." : "")} [{environmentVariable}]",
    };

    private static int Refuse(string program, IReadOnlyList<string> problems)
    {
        Console.Error.WriteLine(problems.Count == 1 ? $"{program}: 1 problem:" : $"{program}: {problems.Count} problems:");
        foreach (var problem in problems)
        {
            Console.Error.WriteLine("  " + problem);
        }

        Console.Error.WriteLine($"See {program} --help.");
        return BadOptions;
    }
}
