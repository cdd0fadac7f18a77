using System.Text;

namespace ComputeOperator.Gateway.Events;

/// <summary>The text of a Kubernetes event, of which only so much is taken. Pure.</summary>
internal static class EventNote
{
    // Of UTF-8: the API server counts bytes.
    private const int MostBytes = 1024;
    private const string Rest = "…";

    /// <summary>As much of it as is taken, with no character cut in two.</summary>
    public static string Of(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) <= MostBytes)
        {
            return text;
        }

        var left = MostBytes - Encoding.UTF8.GetByteCount(Rest);
        var kept = 0;
        foreach (var character in text.EnumerateRunes())
        {
            left -= character.Utf8SequenceLength;
            if (left < 0)
            {
                break;
            }

            kept += character.Utf16SequenceLength;
        }

        return text[..kept] + Rest;
    }
}
