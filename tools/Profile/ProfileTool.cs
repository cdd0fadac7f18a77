namespace ComputeOperator.Profile;

/// <summary>
/// The command line: <c>ASSEMBLIES OUT LOG...</c> writes to the file OUT the profile of the methods that the logs name and the assemblies of the
/// folder ASSEMBLIES have. The logs are what the runtime writes to <c>DOTNET_JitStdOutFile</c> with <c>DOTNET_JitDisasmSummary=1</c>.
/// </summary>
internal static class ProfileTool
{
    private const int Done = 0;
    private const int Usage = 2;

    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (arguments.Count < 3)
        {
            errors.WriteLine("usage: profile ASSEMBLIES OUT LOG...");
            return Usage;
        }

        using var catalog = new MethodCatalog(arguments[0]);
        var named = CompiledMethod.In(arguments.Skip(2).Select(File.ReadLines)).ToList();
        var found = named.SelectMany(catalog.Find).ToList();
        var written = ProfileFile.Write(arguments[1], found);
        output.WriteLine($"{arguments[1]}: {written} methods, of {named.Count} names");
        return Done;
    }
}
