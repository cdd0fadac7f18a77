namespace ComputeOperator.Manifests.Docs;

/// <summary>Text in a cell of a Markdown table.</summary>
internal static class MarkdownCell
{
    // A bar would end the cell, even inside code.
    public static string Of(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings("<br>");
}
