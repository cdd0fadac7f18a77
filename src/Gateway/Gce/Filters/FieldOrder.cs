using System.Globalization;

namespace ComputeOperator.Gateway.Gce.Filters;

/// <summary>
/// How values are compared: instants where the field is one, numbers where the resource has a number, else letter by letter. Which is less is also asked of numbers that the
/// resource has as text, as it has those of 64 bits. Pure.
/// </summary>
internal static class FieldOrder
{
    /// <summary>Whether a value is the one that is wanted, in which '*' is anything.</summary>
    public static bool IsEqual(string field, FieldValue found, string wanted) =>
        wanted.Contains('*', StringComparison.Ordinal) ? Wildcard.Matches(found.Text, wanted)
        : ((found.IsNumber ? Numbers(found.Text, wanted) : null) ?? Instants(field, found.Text, wanted) ?? string.CompareOrdinal(found.Text, wanted)) == 0;

    /// <summary>Less than zero: the value is less than the one that is wanted.</summary>
    public static int Compare(string field, FieldValue found, string wanted) =>
        Numbers(found.Text, wanted) ?? Instants(field, found.Text, wanted) ?? string.CompareOrdinal(found.Text, wanted);

    private static int? Numbers(string found, string wanted) =>
        decimal.TryParse(found, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && decimal.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out var other) ? number.CompareTo(other) : null;

    private static int? Instants(string field, string found, string wanted) =>
        IsInstant(field) && Instant(found) is { } instant && Instant(wanted) is { } other ? instant.CompareTo(other) : null;

    // Where the gateway runs must not matter.
    private static DateTimeOffset? Instant(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    // creationTimestamp, insertTime, but no label of such a name.
    private static bool IsInstant(string field) =>
        !field.Contains('.', StringComparison.Ordinal) && (field.EndsWith("Timestamp", StringComparison.Ordinal) || field.EndsWith("Time", StringComparison.Ordinal));
}
