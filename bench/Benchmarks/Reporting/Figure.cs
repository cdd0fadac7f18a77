using System.Globalization;

namespace ComputeOperator.Benchmarks.Reporting;

/// <summary>Numbers as people read them: no more digits than were measured.</summary>
internal static class Figure
{
    public static string Of(double value) => value.ToString(Math.Abs(value) < 100 ? "0.##" : "0", CultureInfo.InvariantCulture);
}
