using System.Buffers;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Names as segments of a REST path.</summary>
internal static class PathSegment
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    /// <summary>Escapes what would leave the segment; almost every name is returned as it is.</summary>
    /// <exception cref="ArgumentException">The name is empty, or would mean another directory.</exception>
    public static string Escape(string name)
    {
        if (name is "" or "." or "..")
        {
            throw new ArgumentException($"'{name}' is not a name of an object.", nameof(name));
        }

        return name.AsSpan().ContainsAnyExcept(Plain) ? Uri.EscapeDataString(name) : name;
    }
}
