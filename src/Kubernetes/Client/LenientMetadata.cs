using System.Text;
using System.Text.Json;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Serialization;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Reads the metadata of an object that does not fit its type.</summary>
internal static class LenientMetadata
{
    /// <summary>All of it where it is well-formed, else what can be told of name, namespace, uid and version.</summary>
    public static ObjectMeta Of(ReadOnlySpan<byte> json)
    {
        try
        {
            return Whole(json) ?? new ObjectMeta();
        }
        catch (JsonException)
        {
            return Identity(json);
        }
    }

    private static ObjectMeta? Whole(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonDepth.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                return JsonSerializer.Deserialize(ref reader, KubernetesJsonContext.Default.ObjectMeta);
            }

            reader.Read();
            reader.Skip();
        }

        return null;
    }

    private static ObjectMeta Identity(ReadOnlySpan<byte> json)
    {
        var version = WatchedVersion.Of(json);
        return new()
        {
            Namespace = Text(version.Namespace),
            Name = Text(version.Name),
            Uid = Text(version.Uid),
            ResourceVersion = Text(version.ResourceVersion),
        };
    }

    private static string? Text(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Encoding.UTF8.GetString(utf8);
}
