using System.Diagnostics.Metrics;

namespace ComputeOperator.Kubernetes.Tests.Telemetry;

public sealed class PrometheusExpositionTests : IDisposable
{
    private readonly Exposed _exposed = new();

    private Meter Meter => _exposed.Meter;

    public void Dispose() => _exposed.Dispose();

    [Fact]
    public void Every_kind_of_instrument_is_written_as_what_it_is()
    {
        Meter.CreateCounter<long>("a_total", description: "Counts.").Add(2);
        Meter.CreateUpDownCounter<int>("b", description: "Goes up\nand \\ down.").Add(-3);
        Meter.CreateGauge<double>("c").Record(0.25);
        Meter.CreateObservableCounter("d_total", () => 4L);
        Meter.CreateObservableUpDownCounter("e", () => 5);
        Meter.CreateObservableGauge("f", () => new Measurement<float>(6, new KeyValuePair<string, object?>("of", "x")));
        Meter.CreateHistogram("g_seconds", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] }).Record(0.75);

        Assert.Equal(
            """
            # HELP a_total Counts.
            # TYPE a_total counter
            a_total 2
            # HELP b Goes up\nand \\ down.
            # TYPE b gauge
            b -3
            # TYPE c gauge
            c 0.25
            # TYPE d_total counter
            d_total 4
            # TYPE e gauge
            e 5
            # TYPE f gauge
            f{of="x"} 6
            # TYPE g_seconds histogram
            g_seconds_bucket{le="0.5"} 0
            g_seconds_bucket{le="1"} 1
            g_seconds_bucket{le="+Inf"} 1
            g_seconds_sum 0.75
            g_seconds_count 1

            """,
            WithoutOwn(_exposed.Text()));
    }

    [Fact]
    public void Counters_add_up_and_gauges_do_not()
    {
        var (total, balance, level) = (Meter.CreateCounter<double>("t_total"), Meter.CreateUpDownCounter<long>("b"), Meter.CreateGauge<short>("l"));
        var observed = 10L;
        Meter.CreateObservableCounter("o_total", () => observed);
        for (var i = 1; i <= 3; i++)
        {
            total.Add(i);
            balance.Add(-i);
            level.Record((short)i);
            observed += i;
            _exposed.Text();
        }

        var read = _exposed.Read();
        Assert.Equal(6, read["t_total"]);
        Assert.Equal(-6, read["b"]);
        Assert.Equal(3, read["l"]);
        Assert.Equal(16, read["o_total"]);
    }

    [Fact]
    public void Small_bounds_are_written_as_Go_writes_them()
    {
        var histogram = Meter.CreateHistogram("tiny_seconds", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1e-8, 1e-5, 0.001] });
        histogram.Record(0);

        Assert.Equal(
            ["1e-08", "1e-05", "0.001", "+Inf"],
            _exposed.Read().Samples.Where(sample => sample.Name == "tiny_seconds_bucket").Select(sample => sample.Labels.Split('"')[1]));
    }

    [Fact]
    public void A_histogram_without_advice_has_the_default_buckets()
    {
        var histogram = Meter.CreateHistogram<double>("h_seconds");
        double[] values = [0.005, 0.0051, 10, 10.1, double.PositiveInfinity];
        Array.ForEach(values, value => histogram.Record(value, new KeyValuePair<string, object?>("q", "a")));

        var read = _exposed.Read();
        Assert.Equal("histogram", read.Types["h_seconds"]);
        Assert.Equal(
            ["0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"],
            read.Samples.Where(sample => sample.Name == "h_seconds_bucket").Select(sample => sample.Labels.Split('"')[3]));
        Assert.Equal(1, read["""h_seconds_bucket{q="a",le="0.005"}"""]);
        Assert.Equal(3, read["""h_seconds_bucket{q="a",le="10"}"""]);
        Assert.Equal(5, read["""h_seconds_count{q="a"}"""]);
        Assert.Equal(double.PositiveInfinity, read["""h_seconds_sum{q="a"}"""]);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("back\\slash \"quoted\"\nnext", "back\\\\slash \\\"quoted\\\"\\nnext")]
    [InlineData("über 🚀", "über 🚀")]
    [InlineData(7, "7")]
    [InlineData(1.5, "1.5")]
    [InlineData(true, "True")]
    public void Label_values_are_escaped(object value, string written)
    {
        Meter.CreateCounter<long>("a_total").Add(1, new KeyValuePair<string, object?>("v", value));
        Assert.Equal(1, _exposed.Read()[$"a_total{{v=\"{written}\"}}"]);
    }

    [Fact]
    public void The_order_of_tags_does_not_matter_and_empty_ones_are_none()
    {
        var counter = Meter.CreateCounter<long>("a_total");
        counter.Add(1, new("x", "1"), new("y", "2"));
        counter.Add(1, new("y", "2"), new("x", "1"));
        counter.Add(1, new("y", "2"), new("x", "1"), new("z", ""));
        counter.Add(1, new("y", "2"), new("x", "1"), new("z", null));
        Assert.Equal(4, _exposed.Read()["""a_total{x="1",y="2"}"""]);
    }

    [Fact]
    public void Series_come_in_a_stable_order()
    {
        var counter = Meter.CreateCounter<long>("b_total");
        Meter.CreateCounter<long>("a_total").Add(1);
        foreach (var i in Enumerable.Range(0, 50).Reverse())
        {
            counter.Add(1, new KeyValuePair<string, object?>("i", $"{i:D2}"));
        }

        var labels = _exposed.Read().Samples.Where(sample => sample.Name == "b_total").Select(sample => sample.Labels).ToList();
        Assert.Equal(labels.Order(StringComparer.Ordinal), labels);
        Assert.Equal(_exposed.Text(), _exposed.Text());
    }

    [Theory]
    [InlineData("not a name")]
    [InlineData("__reserved")]
    [InlineData("le")]
    [InlineData("colon:s")]
    public void A_label_that_is_not_allowed_costs_only_its_measurement(string name)
    {
        var counter = Meter.CreateCounter<long>("a_total");
        counter.Add(1);
        counter.Add(5, new KeyValuePair<string, object?>(name, "x"));
        counter.Add(6, new KeyValuePair<string, object?>(name, "x"));

        var read = _exposed.Read();
        Assert.Equal(1, read["a_total"]);
        Assert.Equal(2, read["""metrics_dropped_measurements_total{metric="a_total"}"""]);
    }

    [Fact]
    public void The_number_of_series_is_bounded()
    {
        using var exposed = new Exposed(seriesPerMetric: 10);
        var counter = exposed.Meter.CreateCounter<long>("a_total");
        for (var i = 0; i < 100; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("i", i));
        }

        counter.Add(1, new KeyValuePair<string, object?>("i", 3));
        var read = exposed.Read();
        Assert.Equal(10, read.Samples.Count(sample => sample.Name == "a_total"));
        Assert.Equal(2, read["""a_total{i="3"}"""]);
        Assert.Equal(90, read["""metrics_dropped_measurements_total{metric="a_total"}"""]);
    }

    [Fact]
    public void What_is_no_longer_observed_is_gone_and_makes_room()
    {
        using var exposed = new Exposed(seriesPerMetric: 3);
        var scrape = 0;
        exposed.Meter.CreateObservableGauge("g", () => new Measurement<int>(++scrape, new KeyValuePair<string, object?>("scrape", scrape)));
        for (var i = 1; i <= 20; i++)
        {
            Assert.Equal(i, Assert.Single(exposed.Read().Samples, sample => sample.Name == "g").Value);
        }
    }

    [Fact]
    public void Instruments_of_one_name_share_a_family()
    {
        using var second = new Meter(Meter.Name);
        Meter.CreateCounter<long>("a_total", description: "Once.").Add(1);
        second.CreateCounter<int>("a_total", description: "Twice.").Add(2);
        second.CreateGauge<int>("a_total").Record(77);

        var read = _exposed.Read();
        Assert.Equal(3, read["a_total"]);
        Assert.Equal("Once.", read.Help["a_total"]);
    }

    [Fact]
    public void Other_meters_and_names_that_are_not_allowed_stay_out()
    {
        using var other = new Meter("other");
        other.CreateCounter<long>("other_total").Add(1);
        Meter.CreateCounter<long>("with.dots").Add(1);
        Assert.Equal("", WithoutOwn(_exposed.Text()));
    }

    [Fact]
    public void A_gauge_that_throws_does_not_hide_the_others()
    {
        Meter.CreateObservableGauge("broken", new Func<int>(() => throw new InvalidOperationException("broken")));
        Meter.CreateObservableGauge("whole", () => 1);

        var read = _exposed.Read();
        Assert.Equal(1, read["whole"]);
        Assert.Equal(1, read["metrics_failed_observations_total"]);
    }

    [Fact]
    public void A_measurement_allocates_nothing_after_the_first_of_its_labels()
    {
        var counter = Meter.CreateCounter<long>("a_total");
        var histogram = Meter.CreateHistogram<double>("b_seconds");
        var gauge = Meter.CreateGauge<int>("c");
        MeasureAll();
        _exposed.Text();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            MeasureAll();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void MeasureAll()
        {
            counter.Add(1, new("controller", "instance"), new("result", "success"));
            histogram.Record(0.1, new KeyValuePair<string, object?>("controller", "instance"));
            gauge.Record(3);
        }
    }

    [Fact]
    public async Task Nothing_is_lost_or_torn_when_many_record_and_one_scrapes()
    {
        const int Writers = 8;
        const int Each = 20_000;
        var counter = Meter.CreateCounter<long>("a_total");
        var histogram = Meter.CreateHistogram("b_seconds", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5] });
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("i", $"{i % 10}"));
                histogram.Record(i % 2, new KeyValuePair<string, object?>("i", $"{i % 10}"));
            }
        })));

        var last = 0.0;
        while (!writing.IsCompleted)
        {
            var total = Check(_exposed.Read());
            Assert.InRange(total, last, Writers * Each);
            last = total;
        }

        await writing;
        var read = _exposed.Read();
        Assert.Equal(Writers * Each, Check(read));
        Assert.Equal(Writers * Each / 2.0, read.Samples.Where(sample => sample.Name == "b_seconds_sum").Sum(sample => sample.Value));

        static double Check(TextFormat read)
        {
            foreach (var count in read.Samples.Where(sample => sample.Name == "b_seconds_count"))
            {
                Assert.Equal(count.Value, read[$"b_seconds_bucket{count.Labels.TrimEnd('}')},le=\"+Inf\"}}"]);
            }

            return read.Samples.Where(sample => sample.Name == "a_total").Sum(sample => sample.Value);
        }
    }

    private static string WithoutOwn(string text) => text[..text.IndexOf("# HELP metrics_dropped_measurements_total", StringComparison.Ordinal)];
}
