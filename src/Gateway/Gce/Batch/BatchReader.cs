using ComputeOperator.Gateway.Gce.Errors;

namespace ComputeOperator.Gateway.Gce.Batch;

/// <summary>Reads the parts of a batch. Lines may end in LF alone, as some clients send them. Pure.</summary>
internal static class BatchReader
{
    private const int MostParts = 1000;

    /// <summary>The requests.</summary>
    /// <exception cref="GceException">The text is not a batch.</exception>
    public static IReadOnlyList<BatchRequest> Read(string text, string boundary)
    {
        var parts = Parts(text.Replace("\r\n", "\n", StringComparison.Ordinal), "--" + boundary).ToList();
        return parts.Count switch
        {
            0 => throw GceError.Invalid("The batch has no parts.").ToException(),
            > MostParts => throw GceError.Invalid($"The batch has {parts.Count} parts; at most {MostParts} are allowed.").ToException(),
            _ => [.. parts.Select(Part)],
        };
    }

    private static IEnumerable<string> Parts(string text, string delimiter)
    {
        List<string>? part = null;
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith(delimiter, StringComparison.Ordinal))
            {
                part?.Add(line);
                continue;
            }

            if (part is not null)
            {
                yield return string.Join('\n', part);
            }

            if (line[delimiter.Length..].TrimEnd() == "--")
            {
                yield break;
            }

            part = [];
        }
    }

    private static BatchRequest Part(string part)
    {
        var (outer, message) = Split(part);
        var (head, body) = Split(message);
        var lines = head.Split('\n', 2);
        if (lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var method, ['/', ..] path, ..])
        {
            throw GceError.Invalid("A part of the batch does not begin with a request line such as: GET /compute/v1/projects/P/zones HTTP/1.1").ToException();
        }

        return new(Headers(outer).GetValueOrDefault("content-id"), method, path, Headers(lines.ElementAtOrDefault(1) ?? ""), body.TrimEnd('\n'));
    }

    private static (string Head, string Body) Split(string text)
    {
        text = text.TrimStart('\n');
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        return end < 0 ? (text, "") : (text[..end], text[(end + 2)..]);
    }

    private static Dictionary<string, string> Headers(string text)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in text.Split('\n'))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        return headers;
    }
}
