using System.Buffers;
using System.Text;

namespace ComputeOperator.Kubernetes.Events;

/// <summary>Texts cut to what the API takes.</summary>
internal static class EventText
{
    public const int NoteBytes = 1024;
    public const int WordBytes = 128;
    private const int NameLength = 253;
    private const int HexLength = 16;
    private static readonly SearchValues<char> InNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    /// <summary>At most <paramref name="bytes"/> of UTF-8, cut between characters and then ending in an ellipsis.</summary>
    public static string Truncate(string text, int bytes)
    {
        if (text.Length <= bytes / 3 || Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        const string ellipsis = "…";
        var left = bytes - Encoding.UTF8.GetByteCount(ellipsis);
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            left -= rune.Utf8SequenceLength;
            if (left < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return string.Concat(text.AsSpan(0, length), ellipsis);
    }

    /// <summary>A name for an event about an object: <c>object.hex</c>, always a valid DNS subdomain.</summary>
    public static string Name(string about, long stamp)
    {
        var length = Math.Min(about.Length, NameLength - HexLength - 1);
        var stem = about.AsSpan(0, length).TrimEnd("-.");

        // RBAC objects, for one, are called system:this:and:that.
        return stem.IsEmpty || stem.ContainsAnyExcept(InNames) ? $"event.{stamp:x}" : $"{stem}.{stamp:x}";
    }
}
