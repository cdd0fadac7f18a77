using System.Buffers;
using System.Text.Json;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Under what conditions an object is deleted.</summary>
public sealed record DeleteOptions
{
    /// <summary>Delete only the object with this uid; 409 otherwise.</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only this version; 409 otherwise.</summary>
    public string? ResourceVersion { get; init; }

    internal ReadOnlyMemory<byte> ToJson()
    {
        var text = new ArrayBufferWriter<byte>(160);
        using var writer = new Utf8JsonWriter(text);
        writer.WriteStartObject();
        writer.WriteString("apiVersion", "v1");
        writer.WriteString("kind", "DeleteOptions");
        WritePreconditions(writer);
        writer.WriteEndObject();
        writer.Flush();
        return text.WrittenMemory;
    }

    private void WritePreconditions(Utf8JsonWriter writer)
    {
        if (Uid is null && ResourceVersion is null)
        {
            return;
        }

        writer.WriteStartObject("preconditions");
        if (Uid is { } uid)
        {
            writer.WriteString("uid", uid);
        }

        if (ResourceVersion is { } version)
        {
            writer.WriteString("resourceVersion", version);
        }

        writer.WriteEndObject();
    }
}
