using System.Globalization;
using System.Text.RegularExpressions;

namespace ComputeOperator.Kubernetes.Tests.Telemetry;

/// <summary>One line of an exposition: a name, its labels in order, a value.</summary>
internal sealed record Sample(string Name, string Labels, double Value);

/// <summary>
/// A strict reader of the text format 0.0.4: fails on anything that promtool's lint or a Prometheus server would
/// refuse, such as a sample without TYPE, a family in two places, a label twice, or a series twice.
/// </summary>
internal sealed partial class TextFormat
{
    private const string Name = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private readonly Dictionary<string, string> _types = [];
    private readonly Dictionary<string, string> _help = [];
    private readonly List<Sample> _samples = [];

    public IReadOnlyDictionary<string, string> Types => _types;

    public IReadOnlyDictionary<string, string> Help => _help;

    public IReadOnlyList<Sample> Samples => _samples;

    public double this[string series] =>
        Assert.Single(_samples, sample => $"{sample.Name}{sample.Labels}" == series).Value;

    public static TextFormat Parse(string text)
    {
        var parsed = new TextFormat();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        string? family = null;
        foreach (var line in text[..^1].Split('\n'))
        {
            family = parsed.Read(line, family);
        }

        Assert.Equal(parsed._samples.Count, parsed._samples.Select(sample => sample.Name + sample.Labels).Distinct().Count());
        return parsed;
    }

    private string? Read(string line, string? family)
    {
        if (HelpLine().Match(line) is { Success: true } help)
        {
            Assert.True(_help.TryAdd(help.Groups["name"].Value, help.Groups["text"].Value), $"HELP twice: {line}");
            Assert.DoesNotContain(help.Groups["name"].Value, _types.Keys);
            return help.Groups["name"].Value;
        }

        if (TypeLine().Match(line) is { Success: true } type)
        {
            Assert.True(_types.TryAdd(type.Groups["name"].Value, type.Groups["type"].Value), $"TYPE twice: {line}");
            return type.Groups["name"].Value;
        }

        var sample = SampleLine().Match(line);
        Assert.True(sample.Success, $"Neither HELP, TYPE nor sample: {line}");
        Assert.NotNull(family);
        Assert.Equal(family, FamilyOf(sample.Groups["name"].Value, family));
        CheckLabels(sample.Groups["label"].Captures.Select(label => label.Value).ToList(), line);
        _samples.Add(new(sample.Groups["name"].Value, sample.Groups["labels"].Value, ValueOf(sample.Groups["value"].Value)));
        return family;
    }

    private string FamilyOf(string name, string family)
    {
        Assert.True(_types.ContainsKey(family), $"{name} comes before its TYPE");
        string[] suffixes = _types[family] == "histogram" ? ["_bucket", "_sum", "_count"] : [""];
        return suffixes.Any(suffix => family + suffix == name) ? family : name;
    }

    private static void CheckLabels(List<string> names, string line)
    {
        Assert.True(names.Distinct().Count() == names.Count, $"A label twice: {line}");
        Assert.DoesNotContain(names, name => name.StartsWith("__", StringComparison.Ordinal));
    }

    private static double ValueOf(string text) => text switch
    {
        "NaN" => double.NaN,
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex($@"^# HELP (?<name>{Name}) (?<text>([^\\]|\\\\|\\n)*)$")]
    private static partial Regex HelpLine();

    [GeneratedRegex($@"^# TYPE (?<name>{Name}) (?<type>counter|gauge|histogram|summary|untyped)$")]
    private static partial Regex TypeLine();

    [GeneratedRegex($$"""^(?<name>{{Name}})(?<labels>\{(?<label>[a-zA-Z_][a-zA-Z0-9_]*)="([^"\\]|\\\\|\\"|\\n)*"(,(?<label>[a-zA-Z_][a-zA-Z0-9_]*)="([^"\\]|\\\\|\\"|\\n)*")*\})? (?<value>NaN|[+-]Inf|-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)$""")]
    private static partial Regex SampleLine();
}
