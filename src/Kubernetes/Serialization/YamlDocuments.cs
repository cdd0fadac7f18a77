using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ComputeOperator.Kubernetes.Serialization;

/// <summary>Objects in the documents of a YAML stream.</summary>
public static partial class YamlDocuments
{
    /// <summary>Reads every document; empty ones are left out.</summary>
    /// <typeparam name="T">What each document holds.</typeparam>
    /// <param name="yaml">The stream; JSON is YAML too.</param>
    /// <param name="type">The JSON contract of an object.</param>
    /// <exception cref="YamlException">It is not YAML.</exception>
    /// <exception cref="JsonException">A document does not fit <typeparamref name="T"/>.</exception>
    public static IReadOnlyList<T> Read<T>(TextReader yaml, JsonTypeInfo<T> type)
    {
        var stream = new YamlStream();
        stream.Load(yaml);
        return [.. stream.Documents.Where(d => d.RootNode is YamlMappingNode).Select(d => JsonSerializer.Deserialize(Json(d.RootNode), type)!)];
    }

    /// <summary>Writes a node as JSON.</summary>
    internal static void Write(Utf8JsonWriter writer, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                writer.WriteStartObject();
                foreach (var (name, value) in mapping)
                {
                    writer.WritePropertyName(((YamlScalarNode)name).Value ?? "");
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                writer.WriteStartArray();
                foreach (var item in sequence)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                Write(writer, (YamlScalarNode)node);
                break;
        }
    }

    private static ReadOnlySpan<byte> Json(YamlNode root)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text))
        {
            Write(writer, root);
        }

        return text.ToArray();
    }

    // What a plain scalar means: YAML 1.2, section 10.2.1, the JSON schema, and an empty value as null.
    private static void Write(Utf8JsonWriter writer, YamlScalarNode scalar)
    {
        switch (scalar.Value)
        {
            case var text when scalar.Style != ScalarStyle.Plain:
                writer.WriteStringValue(text);
                break;
            case null or "" or "null" or "~":
                writer.WriteNullValue();
                break;
            case "true" or "false":
                writer.WriteBooleanValue(scalar.Value == "true");
                break;
            case var text when Number().IsMatch(text):
                writer.WriteRawValue(text);
                break;
            case var text:
                writer.WriteStringValue(text);
                break;
        }
    }

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
