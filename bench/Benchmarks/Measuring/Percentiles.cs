namespace ComputeOperator.Benchmarks.Measuring;

/// <summary>Milliseconds that half, 95 and 99 of a hundred stayed below.</summary>
internal sealed record Percentiles(double P50, double P95, double P99)
{
    public static Percentiles Of(IEnumerable<TimeSpan> times)
    {
        double[] sorted = [.. times.Select(time => time.TotalMilliseconds).Order()];
        double At(double part) => sorted.Length == 0 ? double.NaN : sorted[Math.Max(0, (int)Math.Ceiling(part * sorted.Length) - 1)];
        return new(At(0.50), At(0.95), At(0.99));
    }
}
