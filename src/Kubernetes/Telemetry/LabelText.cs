using System.Buffers;
using System.Globalization;
using System.Text;

namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>Names, labels and numbers in the text format.</summary>
internal static class LabelText
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create("\\\"\n");

    /// <summary>
    /// The labels in order of their names, <c>a="1",b="2"</c>; null when a name is not allowed or occurs twice.
    /// Tags without a value are left out: to Prometheus an empty label is none.
    /// </summary>
    public static string? Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture);
            if (!IsLabelName(name) || (!string.IsNullOrEmpty(text) && !labels.TryAdd(name, text)))
            {
                return null;
            }
        }

        var line = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            line.Append(line.Length == 0 ? "" : ",").Append(name).Append("=\"");
            AppendEscaped(line, value, quotes: true);
            line.Append('"');
        }

        return line.ToString();
    }

    /// <summary>The text of a HELP line, escaped.</summary>
    public static string Help(string text) => AppendEscaped(new StringBuilder(), text, quotes: false).ToString();

    public static bool IsMetricName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':');

    // Names that begin with two underscores belong to Prometheus; le is the histogram's own.
    private static bool IsLabelName(string name) =>
        IsMetricName(name) && !name.Contains(':', StringComparison.Ordinal) && !name.StartsWith("__", StringComparison.Ordinal) && name != "le";

    private static StringBuilder AppendEscaped(StringBuilder line, string text, bool quotes)
    {
        if (!text.AsSpan().ContainsAny(Escaped))
        {
            return line.Append(text);
        }

        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => line.Append("\\\\"),
                '\n' => line.Append("\\n"),
                '"' when quotes => line.Append("\\\""),
                _ => line.Append(c),
            };
        }

        return line;
    }
}
