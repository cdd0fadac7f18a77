namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>The tables of <c>docs/metrics.md</c>.</summary>
internal static class DocumentedMetrics
{
    /// <summary>Name and type of each.</summary>
    public static async Task<IReadOnlyList<(string Name, string Type)>> ReadAsync() =>
    [
        .. (await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "metrics.md")))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(cells => (cells[1].Trim('`'), cells[2])),
    ];
}
