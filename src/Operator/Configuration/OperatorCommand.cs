using System.CommandLine;

namespace ComputeOperator.Operator.Configuration;

/// <summary>The command line.</summary>
internal static class OperatorCommand
{
    /// <summary>Exit code for a command line or environment that cannot be.</summary>
    public const int BadOptions = 2;

    /// <summary>Parses and runs; help and version answer by themselves.</summary>
    public static async Task<int> InvokeAsync(string[] args, IReadOnlyList<string> providers, Func<OperatorOptions, Task<int>> run)
    {
        var options = OperatorFlags.All.ToDictionary(
            flag => flag.Name,
            flag => new Option<string>("--" + flag.Name)
            {
                HelpName = flag.Value,
                Description = $"{flag.Description}{(flag.Default.Length > 0 ? $" Default: {flag.Default}." : "")} [{flag.EnvironmentVariable}]",
            });
        var command = new RootCommand("Runs Instances: walks each through its life on its provider.");
        foreach (var option in options.Values)
        {
            command.Options.Add(option);
        }

        command.SetAction(async parsed =>
        {
            var given = options.Where(o => parsed.GetResult(o.Value) is { Implicit: false }).ToDictionary(o => o.Key, o => parsed.GetValue(o.Value) ?? "");
            var (settings, problems) = OptionsReader.Read(given, Environment.GetEnvironmentVariable, providers);
            return problems.Count == 0 ? await run(settings) : Refuse(problems);
        });
        var result = command.Parse(args);
        // A word that is no flag at all is listed with the values that are not allowed.
        if (result.Errors.Count > 0)
        {
            var given = options.Where(o => result.GetResult(o.Value) is { Implicit: false, Tokens.Count: 1 })
                .ToDictionary(o => o.Key, o => result.GetResult(o.Value)!.Tokens[0].Value);
            var (_, problems) = OptionsReader.Read(given, Environment.GetEnvironmentVariable, providers);
            return Refuse([.. result.Errors.Select(e => e.Message), .. problems]);
        }

        return await result.InvokeAsync();
    }

    private static int Refuse(IReadOnlyList<string> problems)
    {
        Console.Error.WriteLine(problems.Count == 1 ? "compute-operator: 1 problem:" : $"compute-operator: {problems.Count} problems:");
        foreach (var problem in problems)
        {
            Console.Error.WriteLine("  " + problem);
        }

        Console.Error.WriteLine("See compute-operator --help.");
        return BadOptions;
    }
}
