using ComputeOperator.Compute.Providers;
using ComputeOperator.Manifests.Output;
using ComputeOperator.Providers;
using Microsoft.Extensions.DependencyInjection;

namespace ComputeOperator.Manifests.Docs;

/// <summary><c>docs/providers.md</c>: what each provider can do, with its default settings.</summary>
internal static class ProviderReference
{
    private const string Heading = """
        # Providers

        Every provider makes, starts, stops and deletes machines; a new machine type takes effect at the next start. What else it can do depends on the provider and its
        [settings](configuration.md); the table has the defaults. An Instance that asks for what its provider lacks is `Stalled`, reason `UnsupportedByProvider`, and its machine goes on as it is.


        """;

    private static readonly (string Name, Func<ProviderCapabilities, string> Of)[] Rows =
    [
        ("`spec.powerState: Suspended`", capabilities => YesOrNo(capabilities.Suspend)),
        ("`spec.restartMode: Hard`", capabilities => YesOrNo(capabilities.HardReset)),
        ("needs `spec.image`", capabilities => YesOrNo(capabilities.RequiresImage)),
        ("annotations that it reads", capabilities => string.Join("<br>", capabilities.Annotations.Order(StringComparer.Ordinal).Select(name => $"`{name}`"))),
    ];

    public static IEnumerable<GeneratedFile> Of(Sources sources)
    {
        using var services = new ServiceCollection().AddOptions().AddInstanceProviders().BuildServiceProvider();
        var providers = services.GetRequiredService<ProviderRegistry>().All.OrderBy(provider => provider.Name, StringComparer.Ordinal).ToList();
        var header = Row("", providers.Select(provider => $"`{provider.Name}`")) + Row("---", providers.Select(_ => "---"));
        var rows = Rows.Select(row => Row(row.Name, providers.Select(provider => row.Of(provider.Capabilities))));
        return [GeneratedFile.Markdown("docs/providers.md", Heading.ReplaceLineEndings("\n") + header + string.Concat(rows))];
    }

    private static string Row(string name, IEnumerable<string> cells) => $"| {name} | {string.Join(" | ", cells)} |\n";

    private static string YesOrNo(bool can) => can ? "yes" : "no";
}
