using System.Text.Json;
using ComputeOperator.Kubernetes.Serialization;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>One line of a watch: the type of the event, and the object's JSON unread.</summary>
internal readonly ref struct WatchFrame(WatchFrameType type, ReadOnlySpan<byte> json)
{
    public WatchFrameType Type { get; } = type;

    public ReadOnlySpan<byte> Object { get; } = json;

    private static ReadOnlySpan<byte> Head => "{\"type\":\""u8;

    private static ReadOnlySpan<byte> Middle => "\",\"object\":"u8;

    /// <summary>Takes a line apart. The API server always writes the type first, which saves reading the object twice.</summary>
    /// <exception cref="JsonException">The line is not JSON.</exception>
    public static WatchFrame Of(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd("\r \t"u8);
        if (line.StartsWith(Head) && line.EndsWith("}}"u8))
        {
            var rest = line[Head.Length..^1];
            var length = rest.IndexOf((byte)'"');
            if (length > 0 && rest[length..].StartsWith(Middle))
            {
                return new(TypeOf(rest[..length]), rest[(length + Middle.Length)..]);
            }
        }

        return InAnyOrder(line);
    }

    private static WatchFrame InAnyOrder(ReadOnlySpan<byte> line)
    {
        var type = WatchFrameType.Unknown;
        ReadOnlySpan<byte> json = "{}"u8;
        var reader = new Utf8JsonReader(line, JsonDepth.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            type = isType && reader.TokenType == JsonTokenType.String ? TypeOf(reader.ValueSpan) : type;
            reader.Skip();
            json = isObject ? line[start..(int)reader.BytesConsumed] : json;
        }

        return new(type, json);
    }

    private static WatchFrameType TypeOf(ReadOnlySpan<byte> text) => text switch
    {
        _ when text.SequenceEqual("ADDED"u8) => WatchFrameType.Added,
        _ when text.SequenceEqual("MODIFIED"u8) => WatchFrameType.Modified,
        _ when text.SequenceEqual("DELETED"u8) => WatchFrameType.Deleted,
        _ when text.SequenceEqual("BOOKMARK"u8) => WatchFrameType.Bookmark,
        _ when text.SequenceEqual("ERROR"u8) => WatchFrameType.Error,
        _ => WatchFrameType.Unknown,
    };
}
