using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ComputeOperator.Kubernetes.Serialization;

/// <summary>Compares objects member by member before anything is serialized: most of a status is the same object as before.</summary>
internal static class TypedDiff
{
    /// <summary>What turns one object into the other, within an object that <paramref name="patch"/> has entered.</summary>
    public static void WriteChanges(PatchWriter patch, object before, object after, JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            if (member.Get is { } get)
            {
                WriteChange(patch, member, Present(get(before)), Present(get(after)));
            }
        }
    }

    private static object? Present(object? value) => value is JsonElement { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } ? null : value;

    private static void WriteChange(PatchWriter patch, JsonPropertyInfo member, object? old, object? wanted)
    {
        if (wanted is JsonElement json)
        {
            MergePatch.WriteChange(patch, member.Name, old as JsonElement? ?? default, json);
        }
        else if (Equals(old, wanted))
        {
            return;
        }
        else if (wanted is null)
        {
            patch.Remove(member.Name);
        }
        else
        {
            WriteValue(patch, member, old, wanted);
        }
    }

    private static void WriteValue(PatchWriter patch, JsonPropertyInfo member, object? old, object wanted)
    {
        var type = member.Options.GetTypeInfo(member.PropertyType);
        if (old is null)
        {
            patch.Set(member.Name, JsonSerializer.SerializeToUtf8Bytes(wanted, type));
        }
        else if (type.Kind == JsonTypeInfoKind.Object)
        {
            patch.Enter(member.Name);
            WriteChanges(patch, old, wanted, type);
            patch.Leave();
        }
        else
        {
            WriteSerialized(patch, member.Name, JsonSerializer.SerializeToUtf8Bytes(old, type), JsonSerializer.SerializeToUtf8Bytes(wanted, type));
        }
    }

    // Lists compare by identity, and a dictionary's members have to be told apart.
    private static void WriteSerialized(PatchWriter patch, string member, ReadOnlyMemory<byte> old, ReadOnlyMemory<byte> wanted)
    {
        if (old.Span.SequenceEqual(wanted.Span))
        {
            return;
        }

        if (wanted.Span[0] != '{')
        {
            patch.Set(member, wanted.Span);
            return;
        }

        using var before = JsonDocument.Parse(old, JsonDepth.Document);
        using var after = JsonDocument.Parse(wanted, JsonDepth.Document);
        MergePatch.WriteChange(patch, member, before.RootElement, after.RootElement);
    }
}
