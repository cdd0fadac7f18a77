using System.Text;
using System.Text.Json;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Serialization;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>
/// One version of one object, as its metadata names it, read without decoding the object. The text is UTF-8 and lies in the
/// watch's buffer: copy what must outlive the call.
/// </summary>
public readonly ref struct WatchedVersion
{
    /// <summary>Namespace; empty for cluster-scoped kinds.</summary>
    public ReadOnlySpan<byte> Namespace { get; private init; }

    /// <summary>Name.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary>Uid.</summary>
    public ReadOnlySpan<byte> Uid { get; private init; }

    /// <summary>Version.</summary>
    public ReadOnlySpan<byte> ResourceVersion { get; private init; }

    /// <summary>Namespace and name as a key; allocates.</summary>
    public ResourceKey ToKey() => new(Encoding.UTF8.GetString(Namespace), Encoding.UTF8.GetString(Name));

    /// <summary>Reads the <c>metadata</c> of a JSON object; what is missing, or not a string, stays empty.</summary>
    public static WatchedVersion Of(ReadOnlySpan<byte> json)
    {
        try
        {
            return OfObject(json);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static WatchedVersion OfObject(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonDepth.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
            {
                return OfMetadata(ref reader);
            }

            reader.Skip();
        }

        return default;
    }

    private static WatchedVersion OfMetadata(scoped ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> ns = default, name = default, uid = default, version = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("namespace"u8))
            {
                ns = StringOrSkip(ref reader);
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                name = StringOrSkip(ref reader);
            }
            else if (reader.ValueTextEquals("uid"u8))
            {
                uid = StringOrSkip(ref reader);
            }
            else if (reader.ValueTextEquals("resourceVersion"u8))
            {
                version = StringOrSkip(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new() { Namespace = ns, Name = name, Uid = uid, ResourceVersion = version };
    }

    private static ReadOnlySpan<byte> StringOrSkip(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.ValueSpan;
        }

        reader.Skip();
        return default;
    }
}
