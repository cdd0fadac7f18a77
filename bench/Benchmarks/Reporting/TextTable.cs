using System.Text;

namespace ComputeOperator.Benchmarks.Reporting;

/// <summary>Columns of text: the first to the left, the others to the right.</summary>
internal sealed class TextTable(string title, params string[] heads)
{
    private readonly List<string[]> _rows = [heads];

    public void Add(params string[] cells) => _rows.Add(cells);

    public void WriteTo(StringBuilder text, bool allLeft = false)
    {
        var widths = heads.Select((_, column) => _rows.Max(row => row[column].Length)).ToArray();
        text.Append('\n').Append("== ").Append(title).Append('\n');
        foreach (var row in _rows)
        {
            var cells = row.Select((cell, column) => column == 0 || allLeft ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
    }
}
