using System.Globalization;

namespace ComputeOperator.Kubernetes.Meta;

/// <summary>
/// Compares versions. Kubernetes 1.35 promises what every server with etcd behind it always did: they are decimal numbers
/// that grow, across all objects of a kind. A candidate counts as newer than any other text where one of the two is not such a
/// number, or absent, so that nothing is missed.
/// </summary>
public static class ResourceVersion
{
    /// <summary>Whether <paramref name="candidate"/> is newer than <paramref name="than"/>.</summary>
    public static bool IsNewer(string? candidate, string? than) =>
        !string.Equals(candidate, than, StringComparison.Ordinal)
        && !(ulong.TryParse(candidate, NumberStyles.None, CultureInfo.InvariantCulture, out var left)
            && ulong.TryParse(than, NumberStyles.None, CultureInfo.InvariantCulture, out var right)
            && left <= right);

    /// <summary>As <see cref="IsNewer(string?, string?)"/>, of UTF-8 text.</summary>
    public static bool IsNewer(ReadOnlySpan<byte> candidate, string? than) =>
        !(ulong.TryParse(candidate, NumberStyles.None, CultureInfo.InvariantCulture, out var left)
            && ulong.TryParse(than, NumberStyles.None, CultureInfo.InvariantCulture, out var right)
            && left <= right);

    /// <summary>The newer of two; the one that is there when the other is null.</summary>
    public static string? Newer(string? one, string? other) =>
        one is null ? other : other is null || !IsNewer(other, one) ? one : other;
}
