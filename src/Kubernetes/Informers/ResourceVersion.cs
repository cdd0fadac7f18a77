using System.Globalization;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>
/// Compares versions. Kubernetes 1.35 promises what every server with etcd behind it always did: they are decimal numbers
/// that grow. A version that is not one counts as newer, so that nothing is missed.
/// </summary>
internal static class ResourceVersion
{
    public static bool IsNewer(string? candidate, string? than) =>
        !string.Equals(candidate, than, StringComparison.Ordinal)
        && !(ulong.TryParse(candidate, NumberStyles.None, CultureInfo.InvariantCulture, out var left)
            && ulong.TryParse(than, NumberStyles.None, CultureInfo.InvariantCulture, out var right)
            && left <= right);

    public static bool IsNewer(ReadOnlySpan<byte> candidate, string? than) =>
        !(ulong.TryParse(candidate, NumberStyles.None, CultureInfo.InvariantCulture, out var left)
            && ulong.TryParse(than, NumberStyles.None, CultureInfo.InvariantCulture, out var right)
            && left <= right);
}
