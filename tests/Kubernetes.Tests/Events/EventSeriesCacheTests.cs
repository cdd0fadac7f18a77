using ComputeOperator.Kubernetes.Events;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Events;

public sealed class EventSeriesCacheTests
{
    private readonly ManualTime _time = new();
    private readonly EventSeriesCache _cache;

    public EventSeriesCacheTests() =>
        _cache = new(new() { ReportingController = "c", ReportingInstance = "i", SeriesRemembered = 3 }, _time);

    [Fact]
    public void The_same_event_within_minutes_is_a_repetition()
    {
        _cache.Add(Recorded("a"));
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(_cache.TryFind(Key("a"), out var found));
        Assert.False(_cache.TryFind(Key("a", reason: "Other"), out _));
        Assert.False(_cache.TryFind(Key("b"), out _));

        found.Repeat(_time.GetUtcNow(), _time.GetTimestamp());
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(_cache.TryFind(Key("a"), out _));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(_cache.TryFind(Key("a"), out _));
    }

    [Fact]
    public void Repetitions_are_told_at_most_once_per_interval()
    {
        var recorded = Recorded("a");
        _cache.Add(recorded);
        Assert.False(_cache.IsDue(recorded));
        Repeat(recorded);
        Assert.False(_cache.IsDue(recorded));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(_cache.IsDue(recorded));

        recorded.Sent(_time.GetTimestamp());
        Repeat(recorded);
        Assert.Empty(_cache.Sweep());
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(recorded, Assert.Single(_cache.Sweep()));
        Assert.Equal(3, recorded.Series.Count);
    }

    [Fact]
    public void Those_quiet_for_longest_make_room_and_are_told_first_when_behind()
    {
        var first = Recorded("a");
        _cache.Add(first);
        Repeat(first);
        Assert.Null(_cache.Add(Recorded("b")));
        Assert.Null(_cache.Add(Recorded("c")));
        Assert.Equal(first, _cache.Add(Recorded("d")));
        Assert.Null(_cache.Add(Recorded("e")));
        Assert.False(_cache.TryFind(Key("a"), out _));
        Assert.False(_cache.TryFind(Key("b"), out _));
        Assert.True(_cache.TryFind(Key("c"), out _));
        Assert.Null(_cache.Add(Recorded("f")));
        Assert.Null(_cache.Add(Recorded("g")));
        Assert.True(_cache.TryFind(Key("c"), out _));
    }

    [Fact]
    public void What_is_finished_is_forgotten()
    {
        _cache.Add(Recorded("a"));
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Empty(_cache.Sweep());
        _cache.Add(Recorded("b"));
        _cache.Add(Recorded("c"));
        Assert.Null(_cache.Add(Recorded("d")));
        Assert.True(_cache.TryFind(Key("b"), out _));
    }

    private static EventKey Key(string name, string reason = "Started") =>
        new(new() { ApiVersion = "v1", Kind = "Thing", Name = name }, null, EventType.Normal, reason, "Start");

    private RecordedEvent Recorded(string name) =>
        new(new Occurrence(Key(name), "note", _time.GetUtcNow(), _time.GetTimestamp()), "x", _time.GetTimestamp());

    private void Repeat(RecordedEvent recorded) => recorded.Repeat(_time.GetUtcNow(), _time.GetTimestamp());
}
