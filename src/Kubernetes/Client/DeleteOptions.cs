using System.Buffers;
using System.Text.Json;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Under what conditions and how an object is deleted.</summary>
public sealed record DeleteOptions
{
    /// <summary>Delete only the object with this uid; 409 otherwise.</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only this version; 409 otherwise.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Seconds a Pod gets to end; absent: as the object says.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>Background, Foreground or Orphan; absent: the kind's default.</summary>
    public string? PropagationPolicy { get; init; }

    internal ReadOnlyMemory<byte> ToJson()
    {
        var text = new ArrayBufferWriter<byte>(160);
        using var writer = new Utf8JsonWriter(text);
        writer.WriteStartObject();
        writer.WriteString("apiVersion", "v1");
        writer.WriteString("kind", "DeleteOptions");
        WritePreconditions(writer);
        if (GracePeriodSeconds is { } seconds)
        {
            writer.WriteNumber("gracePeriodSeconds", seconds);
        }

        if (PropagationPolicy is { } policy)
        {
            writer.WriteString("propagationPolicy", policy);
        }

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
