using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ComputeOperator.Kubernetes.Meta;

/// <summary>
/// Reads strings that most objects have in common, such as the reason of a condition, so that equal ones are one string in memory. Only
/// the last few thousand are remembered, each up to 128 bytes long; others are read as usual.
/// </summary>
public sealed class PooledStringConverter : JsonConverter<string>
{
    private const int Longest = 128;

    // One place per hash: a collision costs a second copy, never a wrong string, and nothing grows.
    private static readonly string?[] Pool = new string?[4096];

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > Longest)
        {
            return reader.GetString();
        }

        Span<char> buffer = stackalloc char[Longest];
        ReadOnlySpan<char> text = buffer[..Encoding.UTF8.GetChars(reader.ValueSpan, buffer)];
        ref var place = ref Pool[string.GetHashCode(text) & (Pool.Length - 1)];
        return place is { } known && text.SequenceEqual(known) ? known : place = text.ToString();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value);
    }
}
