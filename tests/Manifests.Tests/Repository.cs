namespace ComputeOperator.Manifests.Tests;

/// <summary>Where the files under test are.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Config(string folder) => Path.Combine(Root, "config", folder);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ComputeOperator.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No repository above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
