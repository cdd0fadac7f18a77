using System.Globalization;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Reads paths as <see cref="System.Text.Json.JsonException.Path"/> writes them: <c>$.a[2]['b.c']</c>.</summary>
internal static class JsonPathSteps
{
    /// <summary>The steps of <paramref name="path"/>, up to the first that cannot be read.</summary>
    public static IReadOnlyList<JsonPathStep> Of(string? path)
    {
        List<JsonPathStep> steps = [];
        var rest = path.AsSpan().TrimStart('$');
        while (rest.Length > 1 && Next(ref rest) is { } step)
        {
            steps.Add(step);
        }

        return steps;
    }

    private static JsonPathStep? Next(ref ReadOnlySpan<char> rest)
    {
        if (rest[0] == '.')
        {
            var length = rest[1..].IndexOfAny('.', '[') is >= 0 and var found ? found : rest.Length - 1;
            return new(Take(ref rest, 1, length, 0), 0);
        }

        if (rest.StartsWith("['") && rest.IndexOf("']") is > 0 and var quote)
        {
            return new(Take(ref rest, 2, quote - 2, 2), 0);
        }

        var end = rest.IndexOf(']');
        return end > 0 && int.TryParse(Take(ref rest, 1, end - 1, 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new(null, index)
            : null;
    }

    private static string Take(ref ReadOnlySpan<char> rest, int before, int length, int after)
    {
        var text = rest.Slice(before, length).ToString();
        rest = rest[(before + length + after)..];
        return text;
    }
}
