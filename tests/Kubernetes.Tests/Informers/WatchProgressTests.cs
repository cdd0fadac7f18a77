using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Informers;

/// <summary>How long to wait for a watch that has not come far enough.</summary>
public sealed class WatchProgressTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly WatchProgress _progress = new();

    [Fact]
    public async Task What_is_there_is_not_waited_for()
    {
        _progress.Advance("7");

        Assert.True(await _progress.ReachAsync("7", Silence, _time, CancellationToken.None));
        Assert.Equal(0, _time.ArmedTimers);
    }

    [Fact]
    public async Task A_watch_that_lags_behind_is_waited_for_as_long_as_it_brings_something()
    {
        _progress.Listed(0, "1");
        var reached = _progress.ReachAsync("10", Silence, _time, CancellationToken.None);
        for (var version = 2; version < 10; version++)
        {
            _progress.Advance(version.ToString());
            await NextWindowAsync();
        }

        Assert.False(reached.IsCompleted);
        _progress.Advance("10");
        Assert.True(await reached);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_watch_that_has_fallen_silent_is_not(int windowsWithNews)
    {
        _progress.Listed(0, "1");
        var reached = _progress.ReachAsync("10", Silence, _time, CancellationToken.None);
        for (var i = 0; i < windowsWithNews; i++)
        {
            _progress.Advance((2 + i).ToString());
            await NextWindowAsync();
        }

        _time.Advance(Silence);

        Assert.False(await reached);
    }

    [Fact]
    public async Task A_list_is_waited_for_although_it_tells_nothing_before_its_end()
    {
        _progress.Listed(0, "1");
        _progress.BeginList();
        var reached = _progress.ReachAsync("10", Silence, _time, CancellationToken.None);
        await NextWindowAsync();
        await NextWindowAsync();

        Assert.False(reached.IsCompleted);
        _progress.Listed(1, "10");
        Assert.True(await reached);
    }

    [Fact]
    public async Task Nothing_is_kept_of_those_who_have_left()
    {
        _progress.Listed(0, "1");
        using var stop = new CancellationTokenSource();
        Task[] waiting =
        [
            _progress.ReachAsync("10", Silence, _time, CancellationToken.None),
            _progress.ReachAsync("10", TimeSpan.FromHours(1), _time, stop.Token),
            _progress.ReachOrListAsync("10", 1, stop.Token),
            _progress.ReachOrListAsync("10", 0, CancellationToken.None),
        ];
        Assert.Equal(3, _progress.Waiting);
        _time.Advance(Silence);
        await stop.CancelAsync();
        await Task.WhenAll(waiting).ContinueWith(_ => { }, TaskScheduler.Default);

        await Eventually.Holds(() => _progress.Waiting == 0);
    }

    [Fact]
    public async Task Whoever_is_cancelled_has_not_reached_anything()
    {
        using var stop = new CancellationTokenSource();
        var reached = _progress.ReachAsync("10", Silence, _time, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reached);
    }

    // The time of one window is over, and the next has begun.
    private async Task NextWindowAsync()
    {
        var end = _time.GetUtcNow() + Silence;
        _time.Advance(Silence);
        await Eventually.Holds(() => _time.UntilNextTimer is { } left && _time.GetUtcNow() + left > end);
    }
}
