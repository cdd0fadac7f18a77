using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Hosting.Configuration;
using ComputeOperator.Hosting.Telemetry;
using ComputeOperator.Manifests.Output;
using ComputeOperator.Operator.Configuration;

namespace ComputeOperator.Manifests.Docs;

/// <summary><c>docs/configuration.md</c>: every setting of every program.</summary>
internal static class ConfigurationReference
{
    private const string Heading = """
        # Configuration

        A flag wins over its environment variable.

        """;

    private const string OpenTelemetry = """

        ## OpenTelemetry

        Both programs send metrics by OTLP, and the operator traces too, as soon as one of these environment variables names a receiver, such as `http://collector:4317`. The
        others of OpenTelemetry's SDK hold too, `OTEL_EXPORTER_OTLP_PROTOCOL` (`grpc`, or `http/protobuf` on port 4318), `OTEL_SERVICE_NAME` and
        `OTEL_RESOURCE_ATTRIBUTES` among them. With `OTEL_SDK_DISABLED=true` nothing is sent.

        A receiver that cannot be reached, or refuses, is not reported: nothing is logged or counted, what was meant for it is lost, and the SDK's own diagnostics are not built in. Whether it arrives
        shows at the receiver alone. The metrics of `--metrics-bind-address` do not depend on it.


        """;

    private const string Columns = """
        | Flag | Environment variable | Default | What it does |
        |---|---|---|---|

        """;

    public static IEnumerable<GeneratedFile> Of(Sources sources) =>
        [GeneratedFile.Markdown("docs/configuration.md", Heading.ReplaceLineEndings("\n") + Section(OperatorFlags.Table([])) + Section(GatewayFlags.Table) + OpenTelemetry.ReplaceLineEndings("\n") + Receivers())];

    private static string Receivers() => string.Concat(OpenTelemetryExport.Receivers.Select(name => $"* `{name}`\n"));

    private static string Section<TOptions>(FlagTable<TOptions> table)
        where TOptions : new() =>
        $"\n## {table.Program}\n\n{table.Purpose}\n\n{Columns.ReplaceLineEndings("\n")}{string.Concat(table.Flags.Select(flag => Row(flag, table.EnvironmentVariable(flag))))}";

    private static string Row<TOptions>(Flag<TOptions> flag, string environmentVariable)
    {
        var usage = MarkdownCell.Of($"`--{flag.Name}={flag.Value}`");
        var standard = flag.Default.Length == 0 ? "" : $"`{flag.Default}`";
        return $"| {usage} | `{environmentVariable}` | {standard} | {MarkdownCell.Of(flag.Description)} |\n";
    }
}
