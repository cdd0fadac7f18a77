using System.Collections.Concurrent;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.Informers;

/// <summary>What others' operators lost when connections broke (design section 6), each as a test.</summary>
public sealed class InterruptionTests
{
    [Fact]
    public async Task Watch_quiet_after_idle_a_connection_that_died_silently_is_noticed()
    {
        await using var api = await WidgetApi.NewImpatientAsync();
        var informer = await api.FollowAsync();
        var lists = api.Lists;

        api.Gate.Stall();
        await api.CreateAsync("a");

        await Eventually.Holds(() => informer.Store.Count == 1);
        Assert.Equal(lists, api.Lists);
    }

    [Fact]
    public async Task Watch_quiet_after_idle_a_watch_that_is_dead_on_a_living_connection_is_given_up()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        // The resumed watch falls silent at once, as behind a proxy that lost its upstream.
        api.Faults.Inject(new Fault.StallBody(0), WidgetApi.IsResume);
        var informer = await api.FollowAsync(options => options with
        {
            WatchTimeout = TimeSpan.FromSeconds(1),
            WatchGrace = TimeSpan.FromMilliseconds(500),
        });
        var lists = api.Lists;
        await Eventually.Holds(() => api.Faults.Pending == 0);

        await api.CreateAsync("b");

        await Eventually.Holds(() => informer.Store.Count == 2);
        Assert.Equal(lists, api.Lists);
    }

    [Fact]
    public async Task Watch_quiet_after_idle_a_watch_that_brings_nothing_for_long_is_resumed_although_its_time_is_not_over()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        api.Faults.Inject(new Fault.StallBody(0), WidgetApi.IsResume, times: 2);
        // Longer than what counts as a short watch.
        var informer = await api.FollowAsync(options => options with { WatchSilence = TimeSpan.FromSeconds(2), WatchTimeout = TimeSpan.FromHours(1) });
        var lists = api.Lists;
        await Eventually.Holds(() => api.Faults.Pending == 0);

        await api.CreateAsync("b");

        await Eventually.Holds(() => informer.Store.Count == 2);
        Assert.Equal(lists, api.Lists);
        await Eventually.Holds(() => informer.Problem == null);
    }

    [Fact]
    public async Task A_cut_watch_goes_on_where_it_was_without_listing_anew()
    {
        await using var api = await WidgetApi.NewAsync();
        var informer = await api.FollowAsync();
        var lists = api.Lists;
        for (var i = 0; i < 5; i++)
        {
            api.Gate.Cut();
            var name = $"w{i}";
            await api.CreateAsync(name);
            await Eventually.Holds(() => informer.Store.Get(api.Key(name)) != null);
        }

        Assert.Equal(lists, api.Lists);
    }

    [Fact]
    public async Task Delete_missed_while_disconnected_is_noticed_on_return()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a", size: 5);
        var informer = await api.FollowAsync();
        var changes = Recorded(informer);

        api.Gate.RefuseNew = true;
        api.Gate.Cut();
        await api.DeleteAsync("a");
        await Eventually.Holds(() => informer.Problem != null);
        api.Gate.RefuseNew = false;

        await Eventually.Holds(() => changes.Any(change => change.Kind == ChangeKind.Deleted));
        Assert.Equal(0, informer.Store.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_missed_while_disconnected_is_noticed_with_the_last_state_when_the_version_has_expired(bool streamed)
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("kept");
        await api.CreateAsync("a", size: 5);
        var informer = await api.FollowAsync(options => options with { StreamLists = streamed });
        var changes = Recorded(informer);

        // Before the cut: a watch that is already on its way when a fault is injected does not meet it.
        api.Gate.RefuseNew = true;
        api.Faults.Inject(new Fault.Answer(410), WidgetApi.IsResume);
        api.Gate.Cut();
        await api.DeleteAsync("a");
        await api.CreateAsync("b");
        api.Gate.RefuseNew = false;

        await Eventually.Holds(() => changes.Count == 2);
        var gone = Assert.Single(changes, change => change.Kind == ChangeKind.Deleted);
        Assert.Equal((5, ChangeSource.List), (gone.Latest.Spec.Size, gone.Source));
        Assert.Equal(["b", "kept"], informer.Store.Snapshot().Select(widget => widget.Metadata.Name).Order());
    }

    [Fact]
    public async Task Relist_after_410_inside_the_watch()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        // The server ends the watch with an ERROR event when it finds out late that the version is gone.
        api.Script.Next = ScriptedWatch.Expired;
        var informer = await api.FollowAsync();
        var lists = api.Lists;
        api.Gate.Cut();

        await Eventually.Holds(() => api.Lists > lists);
        await api.CreateAsync("b");
        await Eventually.Holds(() => informer.Store.Count == 2);
    }

    [Fact]
    public async Task A_server_that_forgets_each_version_as_soon_as_it_has_listed_it_is_asked_less_and_less_often()
    {
        await using var api = await WidgetApi.NewAsync();
        var time = new ManualTime();
        api.Faults.Inject(new Fault.Answer(410), WidgetApi.IsResume, times: int.MaxValue);
        var informer = api.NewInformer(
            options => options with { StreamLists = false, Backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), Jitter: 0) }, time);
        api.Run(informer.RunAsync);

        var lists = 0;
        foreach (var seconds in new[] { 1, 2, 4, 4 })
        {
            await time.WhenNextIsInAsync(TimeSpan.FromSeconds(seconds));
            Assert.Equal(++lists, api.Lists);
            time.AdvanceToNextTimer();
        }
    }

    [Theory]
    [InlineData("ends", 0)]
    [InlineData("ends", 700)]
    [InlineData("is cut", 700)]
    [InlineData("is refused", 500)]
    [InlineData("is refused", 504)]
    public async Task A_list_that_fails_as_often_as_it_is_streamed_is_read_in_pages_and_the_next_is_streamed_again(string how, int number)
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        await api.CreateAsync("b");
        Fault fault = how switch
        {
            "ends" => new Fault.EndBody(number),
            "is cut" => new Fault.CutBody(number),
            _ => new Fault.Answer(number),
        };
        api.Faults.Inject(fault, WidgetApi.IsStreamedList, times: 3).Inject(new Fault.Answer(410), WidgetApi.IsResume);

        var informer = await api.FollowAsync();

        Assert.Equal(2, informer.Store.Count);
        await Eventually.Holds(() => api.Lists == 5);
        Assert.Equal(4, StreamedLists(api));
    }

    [Fact]
    public async Task A_streamed_list_that_did_not_reach_the_server_is_no_reason_to_read_pages()
    {
        await using var api = await WidgetApi.NewAsync();
        api.Faults.Inject(new Fault.FailBefore(), times: 4).Inject(new Fault.Answer(429), times: 4);

        await api.FollowAsync();

        Assert.Equal((9, 9), (api.Lists, StreamedLists(api)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_version_that_the_server_refuses_again_and_again_is_given_up(bool midStream)
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        var informer = await api.FollowAsync();
        var lists = api.Lists;
        if (midStream)
        {
            api.Script.Times = int.MaxValue;
            api.Script.Next = ScriptedWatch.Broken;
        }
        else
        {
            api.Faults.Inject(new Fault.Answer(400), WidgetApi.IsResume, times: int.MaxValue);
        }

        api.Gate.Cut();
        await api.DeleteAsync("a");
        await api.CreateAsync("b");

        await Eventually.Holds(() => informer.Store.Get(api.Key("b")) != null && informer.Store.Count == 1);
        await Eventually.Holds(() => informer.Problem == null);
        Assert.Equal(lists + 1, api.Lists);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_server_that_is_too_busy_for_a_while_does_not_make_the_version_bad(int code)
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        var informer = await api.FollowAsync();
        var lists = api.Lists;
        api.Faults.Inject(new Fault.Answer(code), WidgetApi.IsResume, times: 7);
        api.Gate.Cut();
        await api.CreateAsync("b");

        await Eventually.Holds(() => informer.Store.Count == 2);
        Assert.Equal(lists, api.Lists);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Errors_of_the_server_are_waited_out_with_a_growing_delay(int code)
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        var time = new ManualTime();
        api.Faults.Inject(new Fault.Answer(code), times: 4);
        var informer = api.NewInformer(
            options => options with { StreamLists = false, Backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4), Jitter: 0) }, time);
        api.Run(informer.RunAsync);

        foreach (var seconds in new[] { 1, 2, 4, 4 })
        {
            await time.WhenNextIsInAsync(TimeSpan.FromSeconds(seconds));
            Assert.False(informer.HasSynced);
            time.AdvanceToNextTimer();
        }

        await informer.Synced.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(2, api.Log.Lines.Count);
    }

    [Fact]
    public async Task The_delay_is_at_least_what_the_server_asks_for()
    {
        await using var api = await WidgetApi.NewAsync();
        var time = new ManualTime();
        api.Faults.Inject(new Fault.Answer(429, RetryAfter: TimeSpan.FromSeconds(17)));
        var informer = api.NewInformer(time: time);
        api.Run(informer.RunAsync);

        await time.WhenNextIsInAsync(TimeSpan.FromSeconds(17));
    }

    private static int StreamedLists(WidgetApi api) =>
        api.Faults.Sent.Count(request => request.PathAndQuery.Contains("sendInitialEvents", StringComparison.Ordinal));

    private static ConcurrentQueue<Change<Widget>> Recorded(Informer<Widget> informer)
    {
        var changes = new ConcurrentQueue<Change<Widget>>();
        informer.Changed += changes.Enqueue;
        return changes;
    }
}
