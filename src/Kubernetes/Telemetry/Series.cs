namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>One metric with one set of labels: where measurements add up.</summary>
internal abstract class Series(string labels)
{
    /// <summary>The labels as text, <c>a="1",b="2"</c>; empty without labels.</summary>
    public string Labels { get; } = labels;

    /// <summary>The scrape that last observed it; 0 for what is measured by its user and stays.</summary>
    public long Scrape { get; set; }

    public abstract void Record(double value);

    public abstract void Write(string name, TextFormatWriter writer);

    protected static void Add(ref double total, double value)
    {
        var seen = Volatile.Read(ref total);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref total, seen + value, seen);

            // Bits, not values: a NaN would never equal itself.
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
            {
                return;
            }

            seen = before;
        }
    }
}

/// <summary>A counter or an up-down counter: measurements are increments.</summary>
internal sealed class SumSeries(string labels) : Series(labels)
{
    private double _total;

    public override void Record(double value) => Add(ref _total, value);

    public override void Write(string name, TextFormatWriter writer) => writer.Sample(name, "", Labels, Volatile.Read(ref _total));
}

/// <summary>A gauge, or anything observed: the last measurement is the value.</summary>
internal sealed class LastSeries(string labels) : Series(labels)
{
    private double _last;

    public override void Record(double value) => Volatile.Write(ref _last, value);

    public override void Write(string name, TextFormatWriter writer) => writer.Sample(name, "", Labels, Volatile.Read(ref _last));
}
