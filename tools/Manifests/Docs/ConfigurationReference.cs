using ComputeOperator.Manifests.Output;
using ComputeOperator.Operator.Configuration;

namespace ComputeOperator.Manifests.Docs;

/// <summary><c>docs/configuration.md</c>: every setting of the operator.</summary>
internal static class ConfigurationReference
{
    private const string Heading = """
        # Configuration

        A flag wins over its environment variable.

        | Flag | Environment variable | Default | What it does |
        |---|---|---|---|

        """;

    public static IEnumerable<GeneratedFile> Of(Sources sources) =>
        [GeneratedFile.Markdown("docs/configuration.md", Heading.ReplaceLineEndings("\n") + string.Concat(OperatorFlags.All.Select(Row)))];

    private static string Row(OperatorFlag flag)
    {
        var usage = MarkdownCell.Of($"`--{flag.Name}={flag.Value}`");
        var standard = flag.Default.Length == 0 ? "" : $"`{flag.Default}`";
        return $"| {usage} | `{flag.EnvironmentVariable}` | {standard} | {MarkdownCell.Of(flag.Description)} |\n";
    }
}
