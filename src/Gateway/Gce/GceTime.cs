using System.Globalization;

namespace ComputeOperator.Gateway.Gce;

/// <summary>Instants as the dialect writes them: RFC 3339 with milliseconds.</summary>
internal static class GceTime
{
    /// <summary>The instant that the real service gives for what has always been there.</summary>
    public const string Always = "1969-12-31T16:00:00.000-08:00";

    public static string Of(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string? Of(DateTimeOffset? instant) => instant is { } value ? Of(value) : null;
}
