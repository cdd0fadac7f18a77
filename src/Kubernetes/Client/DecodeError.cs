using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ComputeOperator.Kubernetes.Serialization;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Says in one line which field of an object does not fit, what it is and what was expected.</summary>
public static class DecodeError
{
    private const int ExcerptLength = 60;

    /// <summary>Path of the field that <paramref name="error"/> is about, <c>spec.tags[1]</c>; null when it is the whole.</summary>
    public static string? Field(JsonException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var steps = JsonPathSteps.Of(error.Path);
        return steps.Count == 0 ? null : string.Join("", steps).TrimStart('.');
    }

    /// <summary>Describes <paramref name="error"/>, met while reading <paramref name="json"/> as <paramref name="type"/>.</summary>
    public static string Describe(ReadOnlySpan<byte> json, JsonException error, JsonTypeInfo type)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(type);
        var steps = JsonPathSteps.Of(error.Path);
        var field = Field(error) ?? "the object";
        var found = ValueAt(json, steps);
        var message = WithoutPosition(error.Message);
        return message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)
            ? $"{field} is {found ?? "unreadable"}, but {ExpectedType.Of(type, steps)} is expected"
            : found is null || steps.Count == 0 ? $"{field}: {message}" : $"{field} is {found}: {message}";
    }

    private static string? ValueAt(ReadOnlySpan<byte> json, IReadOnlyList<JsonPathStep> steps)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), JsonDepth.Document);
            var value = document.RootElement;
            foreach (var step in steps)
            {
                value = step.In(value);
            }

            var text = value.GetRawText();
            return text.Length <= ExcerptLength ? text : string.Concat(text.AsSpan(0, ExcerptLength), "…");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static string WithoutPosition(string message)
    {
        var text = new StringBuilder(message);
        foreach (var mark in (string[])[" Path: ", " LineNumber: "])
        {
            var index = text.ToString().IndexOf(mark, StringComparison.Ordinal);
            text.Length = index >= 0 ? index : text.Length;
        }

        return text.ToString();
    }
}
