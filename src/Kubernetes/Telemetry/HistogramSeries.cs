using System.Globalization;

namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>A histogram with fixed upper bounds.</summary>
internal sealed class HistogramSeries(string labels, HistogramBounds bounds) : Series(labels)
{
    private readonly long[] _counts = new long[bounds.Upper.Length + 1];
    private double _sum;

    public override void Record(double value)
    {
        Interlocked.Increment(ref _counts[bounds.IndexOf(value)]);
        Add(ref _sum, value);
    }

    public override void Write(string name, TextFormatWriter writer)
    {
        var separator = Labels.Length == 0 ? "" : ",";
        var total = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            total += Volatile.Read(ref _counts[i]);
            writer.Sample(name, "_bucket", $"{Labels}{separator}le=\"{bounds.Text[i]}\"", total);
        }

        writer.Sample(name, "_sum", Labels, Volatile.Read(ref _sum));

        // Not a counter of its own: it must equal the last bucket also while others record.
        writer.Sample(name, "_count", Labels, total);
    }
}

/// <summary>Upper bounds of a histogram's buckets, ascending; the last bucket has none.</summary>
internal sealed class HistogramBounds
{
    /// <summary>The Prometheus clients' defaults: 5 ms to 10 s.</summary>
    public static HistogramBounds Default { get; } = new([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);

    public HistogramBounds(IEnumerable<double> upper)
    {
        Upper = [.. upper.Where(bound => bound < double.PositiveInfinity).Distinct().Order()];
        Text = [.. Upper.Select(bound => bound.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant()), "+Inf"];
    }

    public double[] Upper { get; }

    public string[] Text { get; }

    /// <summary>The bucket of a value: the first whose bound is not smaller.</summary>
    public int IndexOf(double value)
    {
        var index = Array.BinarySearch(Upper, value);
        return double.IsNaN(value) ? Upper.Length : index >= 0 ? index : ~index;
    }
}
