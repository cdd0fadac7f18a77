namespace ComputeOperator.TestKit;

/// <summary>Programs of the machine that a few tests walk with and that the project does not bring.</summary>
internal static class Tools
{
    /// <summary>Why a test that needs these cannot run here; null when all are there.</summary>
    public static string? Missing(IEnumerable<string> tools)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var missing = tools.Where(tool => !folders.Any(folder => File.Exists(Path.Combine(folder, tool)))).ToList();
        return missing.Count == 0 ? null : $"not installed: {string.Join(", ", missing)}";
    }
}
