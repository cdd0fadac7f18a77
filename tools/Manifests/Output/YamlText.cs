using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ComputeOperator.Manifests.Output;

/// <summary>JSON trees as block-style YAML, the same text every time.</summary>
internal static partial class YamlText
{
    // YAML 1.1, which Kubernetes reads, takes these words for something other than text.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "true", "false", "yes", "no", "on", "off", "y", "n", "null", ".inf", ".nan",
    };

    public static string Of(JsonNode node)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings().WithBestWidth(int.MaxValue));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                EmitMap(emitter, map);
                break;
            case JsonArray list:
                EmitList(emitter, list);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                emitter.Emit(Text(value.GetValue<string>()));
                break;
            default:
                emitter.Emit(new Scalar(node?.ToJsonString() ?? "null"));
                break;
        }
    }

    private static void EmitMap(Emitter emitter, JsonObject map)
    {
        emitter.Emit(new MappingStart(null, null, true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
        foreach (var (key, value) in map)
        {
            emitter.Emit(Text(key));
            Emit(emitter, value);
        }

        emitter.Emit(new MappingEnd());
    }

    private static void EmitList(Emitter emitter, JsonArray list)
    {
        emitter.Emit(new SequenceStart(null, null, true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
        foreach (var item in list)
        {
            Emit(emitter, item);
        }

        emitter.Emit(new SequenceEnd());
    }

    private static Scalar Text(string text) => new(null, null, text, StyleOf(text), true, true);

    private static ScalarStyle StyleOf(string text) =>
        text.Contains('\n', StringComparison.Ordinal) ? ScalarStyle.Literal
        : PlainText().IsMatch(text) && !Reserved.Contains(text) ? ScalarStyle.Plain
        : ScalarStyle.SingleQuoted;

    [GeneratedRegex(@"^[./]?[A-Za-z][^\n]*$")]
    private static partial Regex PlainText();
}
