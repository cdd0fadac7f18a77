using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Serialization;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Reads objects of one kind from JSON, each on its own, so that one that does not fit spoils no other.</summary>
internal sealed class ObjectDecoder<T>(JsonTypeInfo<T> type)
    where T : class, IKubernetesObject
{
    private readonly JsonConverter<T> _converter = (JsonConverter<T>)type.Converter;

    /// <summary>Reads an object that must fit.</summary>
    /// <exception cref="MalformedObjectException">It does not.</exception>
    public T Decode(ReadOnlySpan<byte> json) =>
        TryDecode(json, out var entity, out var malformed) ? entity : throw new MalformedObjectException(malformed);

    /// <summary>Reads an object, or as much of it as can be told.</summary>
    public bool TryDecode(
        ReadOnlySpan<byte> json, [NotNullWhen(true)] out T? entity, [NotNullWhen(false)] out MalformedObject? malformed, bool deleted = false)
    {
        string error;
        try
        {
            entity = JsonSerializer.Deserialize(json, type);
            // A source-generated contract lets a required member be null in JSON unless told otherwise.
            if (entity is { Metadata: not null })
            {
                malformed = null;
                return true;
            }

            error = "metadata is null, but an object is expected";
        }
        catch (JsonException e)
        {
            error = DecodeError.Describe(json, e, type);
        }

        entity = null;
        malformed = new(LenientMetadata.Of(json), deleted, error) { Json = json.ToArray() };
        return false;
    }

    /// <summary>Reads a list.</summary>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public ResourceList<T> DecodeList(ReadOnlySpan<byte> json)
    {
        var metadata = new ListMeta();
        List<T> items = [];
        List<MalformedObject> malformed = [];
        var reader = new Utf8JsonReader(json, JsonDepth.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                metadata = JsonSerializer.Deserialize(ref reader, KubernetesJsonContext.Default.ListMeta) ?? metadata;
            }
            else if (reader.ValueTextEquals("items"u8))
            {
                DecodeItems(ref reader, json, items, malformed);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new(items, malformed, metadata);
    }

    private void DecodeItems(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, List<T> items, List<MalformedObject> malformed)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            // Go writes an empty list as null.
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var before = reader;
            if (TryRead(ref reader) is { } item)
            {
                items.Add(item);
                continue;
            }

            reader = before;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (TryDecode(json[start..(int)reader.BytesConsumed], out item, out var broken))
            {
                items.Add(item);
            }
            else
            {
                malformed.Add(broken);
            }
        }
    }

    // JsonSerializer.Deserialize would first skip the value to find its end, and so read the whole list twice.
    private T? TryRead(ref Utf8JsonReader reader)
    {
        try
        {
            return _converter.Read(ref reader, typeof(T), type.Options) is { Metadata: not null } item ? item : null;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }
}
