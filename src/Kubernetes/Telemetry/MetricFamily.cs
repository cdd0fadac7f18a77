using System.Collections.Concurrent;

namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>One metric: all instruments of that name, in all label sets.</summary>
internal sealed class MetricFamily
{
    private readonly ConcurrentDictionary<LabelSet, Series?> _byTags = new(new LabelSetComparer());
    private readonly ConcurrentDictionary<LabelSet, Series?>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _lookup;
    private readonly Dictionary<string, Series> _byLabels = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly InstrumentShape _shape;
    private readonly int _capacity;
    private long _dropped;
    private int _orders;

    public MetricFamily(string name, string? help, InstrumentShape shape, int capacity)
    {
        (Name, Help, _shape, _capacity) = (name, help, shape, capacity);
        _lookup = _byTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
    }

    public string Name { get; }

    public string? Help { get; }

    public MetricKind Kind => _shape.Kind;

    /// <summary>Measurements that found no place.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The scrape under way; set before observable instruments are asked.</summary>
    public long Scrape { get; set; }

    public bool Accepts(InstrumentShape shape) => shape.Kind == _shape.Kind && shape.IsObserved == _shape.IsObserved;

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!_lookup.TryGetValue(tags, out var series))
        {
            series = Admit(tags);
        }

        if (series is null)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }

        series.Record(value);
        if (_shape.IsObserved)
        {
            series.Scrape = Scrape;
        }
    }

    public void Write(TextFormatWriter writer)
    {
        var series = Current();
        if (series.Length == 0)
        {
            return;
        }

        writer.Header(Name, Kind, Help);
        foreach (var one in series)
        {
            one.Write(Name, writer);
        }
    }

    private Series[] Current()
    {
        lock (_gate)
        {
            if (_shape.IsObserved)
            {
                Forget();
            }

            return [.. _byLabels.Values.OrderBy(series => series.Labels, StringComparer.Ordinal)];
        }
    }

    // What an observable instrument no longer reports is gone, and makes room.
    private void Forget()
    {
        foreach (var (tags, series) in _byTags)
        {
            if (series is null || series.Scrape != Scrape)
            {
                _byTags.TryRemove(tags, out _);
                _orders--;
            }
        }

        foreach (var labels in _byLabels.Where(entry => entry.Value.Scrape != Scrape).Select(entry => entry.Key).ToList())
        {
            _byLabels.Remove(labels);
        }
    }

    /// <summary>The series of tags not seen before in this order; null when there is no room or a label is not allowed.</summary>
    private Series? Admit(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            if (_lookup.TryGetValue(tags, out var known))
            {
                return known;
            }

            // Tags in another order are another key of the same series; refused ones are not remembered without bound.
            if (_orders >= 2 * _capacity)
            {
                return null;
            }

            var series = LabelText.Of(tags) is { } labels ? Find(labels) : null;
            _orders++;
            _byTags[new LabelSet(tags.ToArray())] = series;
            return series;
        }
    }

    private Series? Find(string labels)
    {
        if (_byLabels.TryGetValue(labels, out var series))
        {
            return series;
        }

        if (_byLabels.Count >= _capacity)
        {
            return null;
        }

        return _byLabels[labels] = _shape.NewSeries(labels);
    }
}
