using ComputeOperator.Manifests.Crds;
using ComputeOperator.Manifests.Docs;
using ComputeOperator.Manifests.Output;
using ComputeOperator.Manifests.Rbac;

namespace ComputeOperator.Manifests;

/// <summary>The command line: writes what is generated, or with <c>--check</c> says what is stale.</summary>
internal static class ManifestTool
{
    private const int Done = 0;
    private const int Stale = 1;
    private const int Failed = 2;

    // Whatever else is derived from the types is one more line here.
    private static readonly IReadOnlyList<Func<Sources, IEnumerable<GeneratedFile>>> Generators =
    [
        CrdFiles.Of,
        RbacFiles.Of,
        ApiReference.Of,
        ConfigurationReference.Of,
        ProviderReference.Of,
    ];

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            var options = Options.Parse(arguments);
            var workspace = options.Root is { } root ? new Workspace(root) : Workspace.Containing(Directory.GetCurrentDirectory());
            var files = Generate(Sources.OfThisRepository());
            return options.Check ? Check(workspace, files, errors) : Write(workspace, files, output);
        }
        catch (ManifestException e)
        {
            errors.WriteLine(e.Message);
            return Failed;
        }
    }

    public static IReadOnlyList<GeneratedFile> Generate(Sources sources) => [.. Generators.SelectMany(generate => generate(sources))];

    private static int Write(Workspace workspace, IReadOnlyList<GeneratedFile> files, TextWriter output)
    {
        foreach (var path in workspace.Write(files))
        {
            output.WriteLine(path);
        }

        return Done;
    }

    private static int Check(Workspace workspace, IReadOnlyList<GeneratedFile> files, TextWriter errors)
    {
        var stale = workspace.Compare(files);
        foreach (var file in stale)
        {
            errors.WriteLine(file);
        }

        if (stale.Count == 0)
        {
            return Done;
        }

        errors.WriteLine("Generated files are stale: run `make manifests` and commit what it changes.");
        return Stale;
    }

    private sealed record Options(bool Check, string? Root)
    {
        public static Options Parse(IReadOnlyList<string> arguments)
        {
            var options = new Options(false, null);
            for (var i = 0; i < arguments.Count; i++)
            {
                options = arguments[i] switch
                {
                    "--check" => options with { Check = true },
                    "--root" when i + 1 < arguments.Count => options with { Root = arguments[++i] },
                    var other => throw new ManifestException([$"Unknown argument '{other}'. Usage: Manifests [--check] [--root <repository>]"]),
                };
            }

            return options;
        }
    }
}
