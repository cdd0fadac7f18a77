using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ComputeOperator.Kubernetes.Serialization;

/// <summary>Merge patches (RFC 7386) that say only what changed.</summary>
public static class MergePatch
{
    /// <summary>
    /// The smallest merge patch that turns <paramref name="before"/> into <paramref name="after"/>; null when they mean the same. The
    /// order of members does not matter; a member that is null counts as absent; lists are replaced whole.
    /// </summary>
    /// <param name="before">A JSON object, UTF-8.</param>
    /// <param name="after">A JSON object, UTF-8.</param>
    /// <exception cref="JsonException">One of them is not JSON.</exception>
    /// <exception cref="ArgumentException">One of them is not an object.</exception>
    public static ReadOnlyMemory<byte>? Diff(ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after)
    {
        using var old = JsonDocument.Parse(before, JsonDepth.Document);
        using var wanted = JsonDocument.Parse(after, JsonDepth.Document);
        return Diff(old.RootElement, wanted.RootElement);
    }

    /// <summary>
    /// As <see cref="Diff(ReadOnlyMemory{byte}, ReadOnlyMemory{byte})"/>, of what the two serialize to; only members that are not equal as
    /// values are serialized at all.
    /// </summary>
    /// <typeparam name="T">A type that serializes to an object and leaves out members that are null.</typeparam>
    /// <param name="before">What is there.</param>
    /// <param name="after">What should be there.</param>
    /// <param name="type">Their JSON contract.</param>
    public static ReadOnlyMemory<byte>? Diff<T>(T before, T after, JsonTypeInfo<T> type)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return Written(patch => TypedDiff.WriteChanges(patch, before, after, type));
    }

    /// <summary>As <see cref="Diff(ReadOnlyMemory{byte}, ReadOnlyMemory{byte})"/>, of text already parsed.</summary>
    /// <param name="before">A JSON object.</param>
    /// <param name="after">A JSON object.</param>
    /// <exception cref="ArgumentException">One of them is not an object.</exception>
    public static ReadOnlyMemory<byte>? Diff(JsonElement before, JsonElement after)
    {
        if (before.ValueKind != JsonValueKind.Object || after.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"Two objects are expected, not {before.ValueKind} and {after.ValueKind}.", nameof(after));
        }

        return Written(patch => WriteChanges(patch, before, after));
    }

    /// <summary>What turns one object into the other, within an object that <paramref name="patch"/> has entered.</summary>
    internal static void WriteChanges(PatchWriter patch, JsonElement before, JsonElement after)
    {
        foreach (var member in after.EnumerateObject())
        {
            if (!IsNull(member.Value))
            {
                WriteChange(patch, member.Name, Member(before, member), member.Value);
            }
        }

        foreach (var member in before.EnumerateObject())
        {
            if (!IsNull(member.Value) && IsNull(Member(after, member)))
            {
                patch.Remove(member.Name);
            }
        }
    }

    /// <summary>What turns one value of a member into the other; undefined: it was not there.</summary>
    internal static void WriteChange(PatchWriter patch, string member, JsonElement old, JsonElement wanted)
    {
        if (AreEqual(old, wanted))
        {
            return;
        }

        if (old.ValueKind == JsonValueKind.Object && wanted.ValueKind == JsonValueKind.Object)
        {
            patch.Enter(member);
            WriteChanges(patch, old, wanted);
            patch.Leave();
        }
        else
        {
            patch.Set(member, JsonMarshal.GetRawUtf8Value(wanted));
        }
    }

    private static ReadOnlyMemory<byte>? Written(Action<PatchWriter> write)
    {
        var text = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(text, new JsonWriterOptions { SkipValidation = true });
        var patch = new PatchWriter(writer);
        write(patch);
        if (!patch.Close())
        {
            return null;
        }

        writer.Flush();
        return text.WrittenMemory;
    }

    private static bool AreEqual(JsonElement old, JsonElement wanted) =>
        old.ValueKind == wanted.ValueKind
        && (JsonMarshal.GetRawUtf8Value(old).SequenceEqual(JsonMarshal.GetRawUtf8Value(wanted)) || JsonElement.DeepEquals(old, wanted));

    private static JsonElement Member(JsonElement parent, JsonProperty like)
    {
        var name = JsonMarshal.GetRawUtf8PropertyName(like);
        var found = name.Contains((byte)'\\') ? parent.TryGetProperty(like.Name, out var value) : parent.TryGetProperty(name, out value);
        return found ? value : default;
    }

    private static bool IsNull(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;
}
