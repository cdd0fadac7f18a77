using System.Globalization;
using System.Text.RegularExpressions;

namespace ComputeOperator.Benchmarks.Measuring;

/// <summary>One value of a metric.</summary>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    public string Label(string name) => Labels.GetValueOrDefault(name, "");
}

/// <summary>Metrics in Prometheus' text format.</summary>
internal sealed partial class Exposition(IReadOnlyList<Sample> samples)
{
    public static Exposition Parse(string text, string prefix = "") => new(
        [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#' && line.StartsWith(prefix, StringComparison.Ordinal)).Select(ParseLine)]);

    public IEnumerable<Sample> Of(string name) => samples.Where(sample => sample.Name == name);

    public double Sum(string name, string? label = null, string? value = null) =>
        Of(name).Where(sample => label is null || sample.Label(label) == value).Sum(sample => sample.Value);

    private static Sample ParseLine(string line)
    {
        var end = line.LastIndexOf(' ');
        var (series, value) = (line[..end], double.Parse(line[(end + 1)..].Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture));
        var brace = series.IndexOf('{', StringComparison.Ordinal);
        return brace < 0
            ? new(series, new Dictionary<string, string>(), value)
            : new(series[..brace], Label().Matches(series).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value), value);
    }

    [GeneratedRegex("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Label();
}
