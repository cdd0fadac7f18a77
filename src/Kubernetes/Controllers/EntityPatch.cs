using System.Buffers;
using System.Text.Json;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Controllers;

/// <summary>Merge patches that hold only for the version of the object that they were made from.</summary>
internal static class EntityPatch
{
    private const int RoomForMetadata = 256;

    public static Patch Status(ObjectMeta basis, ReadOnlySpan<byte> status)
    {
        var buffer = new ArrayBufferWriter<byte>(RoomForMetadata + status.Length);
        using var json = new Utf8JsonWriter(buffer);
        WriteBasis(json, basis);
        json.WriteEndObject();
        json.WritePropertyName("status"u8);
        json.WriteRawValue(status, skipInputValidation: true);
        return Finish(json, buffer);
    }

    public static Patch Finalizers(ObjectMeta basis, IReadOnlyList<string> finalizers)
    {
        var buffer = new ArrayBufferWriter<byte>(RoomForMetadata);
        using var json = new Utf8JsonWriter(buffer);
        WriteBasis(json, basis);
        json.WriteStartArray("finalizers"u8);
        foreach (var finalizer in finalizers)
        {
            json.WriteStringValue(finalizer);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return Finish(json, buffer);
    }

    private static void WriteBasis(Utf8JsonWriter json, ObjectMeta basis)
    {
        json.WriteStartObject();
        json.WriteStartObject("metadata"u8);
        json.WriteString("uid"u8, basis.Uid);
        json.WriteString("resourceVersion"u8, basis.ResourceVersion);
    }

    private static Patch.Merge Finish(Utf8JsonWriter json, ArrayBufferWriter<byte> buffer)
    {
        json.WriteEndObject();
        json.Flush();
        return new(buffer.WrittenMemory);
    }
}
