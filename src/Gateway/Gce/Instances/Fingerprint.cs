using System.Buffers.Binary;
using System.Text;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Gateway.Gce.Instances;

/// <summary>Eight bytes, in base64, that change when a content does: clients show that they have seen what they are about to replace.</summary>
internal static class Fingerprint
{
    // Ends a part; no key and no tag contains it, and in a value it is only ambiguous to who wants it to be.
    private const char End = '\0';

    private static readonly string OfNothing = Compute("");

    public static string Of(IReadOnlyDictionary<string, string>? entries)
    {
        if (entries is not { Count: > 0 })
        {
            return OfNothing;
        }

        var text = new StringBuilder();
        foreach (var (key, value) in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            text.Append(key).Append(End).Append(value).Append(End);
        }

        return Of(text.ToString());
    }

    public static string Of(IReadOnlyList<string>? items)
    {
        if (items is not { Count: > 0 })
        {
            return OfNothing;
        }

        var text = new StringBuilder();
        foreach (var item in items)
        {
            text.Append(item).Append(End);
        }

        return Of(text.ToString());
    }

    public static string Of(string content) => content.Length == 0 ? OfNothing : Compute(content);

    private static string Compute(string content)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, InstanceIdentity.Hash(content));
        return Convert.ToBase64String(bytes);
    }
}
