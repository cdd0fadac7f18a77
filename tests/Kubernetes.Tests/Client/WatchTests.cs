using ComputeOperator.Kubernetes.Client;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.Client;

public class WatchTests
{
    [Fact]
    public async Task Reports_additions_changes_and_deletions()
    {
        using var api = await WidgetApi.NewAsync(nameof(Reports_additions_changes_and_deletions));
        var start = await api.Widgets.ListPageAsync(api.Namespace, new());
        await using var events = api.Widgets.WatchAsync(api.Namespace, new() { ResourceVersion = start.Metadata.ResourceVersion }).GetAsyncEnumerator();

        await api.CreateAsync("w");
        var added = await NextAsync<WatchEvent<Widget>.Added>(events);
        await api.Widgets.PatchAsync(api.Key("w"), new Patch.Merge("""{"spec":{"size":2}}"""u8.ToArray()), new(WidgetApi.Manager));
        var modified = await NextAsync<WatchEvent<Widget>.Modified>(events);
        (await api.ApplyAsync("bad", """ "spec":{"size":"huge"} """)).Succeeded();
        var malformed = await NextAsync<WatchEvent<Widget>.Malformed>(events);
        await api.Widgets.DeleteAsync(api.Key("w"), new());
        var deleted = await NextAsync<WatchEvent<Widget>.Deleted>(events);

        Assert.Equal((1, 2), (added.Entity.Spec.Size, modified.Entity.Spec.Size));
        Assert.Equal("bad", malformed.Object.Metadata.Name);
        Assert.Equal(added.Entity.Metadata.Uid, deleted.Entity.Metadata.Uid);
    }

    [Fact]
    public async Task A_streamed_list_ends_with_its_bookmark()
    {
        using var api = await WidgetApi.NewAsync(nameof(A_streamed_list_ends_with_its_bookmark));
        await api.CreateAsync("a");
        await api.CreateAsync("b");

        List<string?> names = [];
        await foreach (var change in api.Widgets.WatchAsync(api.Namespace, new() { SendInitialEvents = true }))
        {
            if (change is WatchEvent<Widget>.Bookmark { InitialEventsEnd: true } end)
            {
                Assert.NotEmpty(end.ResourceVersion);
                break;
            }

            names.Add(Assert.IsType<WatchEvent<Widget>.Added>(change).Entity.Metadata.Name);
        }

        Assert.Equal(["a", "b"], names.Order());
    }

    [Fact]
    public async Task One_that_breaks_off_says_why()
    {
        using var api = await WidgetApi.NewAsync(nameof(One_that_breaks_off_says_why));
        var start = await api.Widgets.ListPageAsync(api.Namespace, new());
        await using var events = api.Widgets.WatchAsync(api.Namespace, new() { ResourceVersion = start.Metadata.ResourceVersion }).GetAsyncEnumerator();
        await api.CreateAsync("w");
        await NextAsync<WatchEvent<Widget>.Added>(events);

        var next = events.MoveNextAsync();
        api.Gate.Cut();

        var broken = await Assert.ThrowsAsync<IOException>(() => next.AsTask());
        Assert.Equal("the connection was closed", broken.Message);
    }

    [Fact]
    public async Task A_version_no_longer_kept_fails_with_gone()
    {
        using var api = await WidgetApi.NewAsync(nameof(A_version_no_longer_kept_fails_with_gone));
        await using var events = api.Widgets.WatchAsync(api.Namespace, new() { ResourceVersion = "1" }).GetAsyncEnumerator();

        var failed = await NextAsync<WatchEvent<Widget>.Failed>(events);

        Assert.Equal((410, "Expired"), (failed.Status.Code, failed.Status.Reason));
    }

    [Fact]
    public async Task The_server_ends_a_watch_at_its_timeout()
    {
        using var api = await WidgetApi.NewAsync(nameof(The_server_ends_a_watch_at_its_timeout));
        await using var events = api.Widgets.WatchAsync(api.Namespace, new() { SendInitialEvents = true, Timeout = TimeSpan.FromSeconds(1) }).GetAsyncEnumerator();

        // Whatever it has shown by then, it ends.
        while (await events.MoveNextAsync())
        {
            Assert.IsNotType<WatchEvent<Widget>.Added>(events.Current);
        }
    }

    [Fact]
    public async Task Own_writes_can_be_skipped_without_decoding()
    {
        using var api = await WidgetApi.NewAsync(nameof(Own_writes_can_be_skipped_without_decoding));
        var start = await api.Widgets.ListPageAsync(api.Namespace, new());
        var own = await api.CreateAsync("own");
        await api.CreateAsync("other");

        var version = System.Text.Encoding.UTF8.GetBytes(own.Metadata.ResourceVersion!);
        var options = new WatchOptions { ResourceVersion = start.Metadata.ResourceVersion, Skip = json => WatchedVersion.Of(json).ResourceVersion.SequenceEqual(version) };
        await using var events = api.Widgets.WatchAsync(api.Namespace, options).GetAsyncEnumerator();

        Assert.Equal("other", (await NextAsync<WatchEvent<Widget>.Added>(events)).Entity.Metadata.Name);
    }

    [Fact]
    public async Task A_watch_whose_connection_falls_silent_is_given_up()
    {
        var impatient = new TransportOptions { PingInterval = TimeSpan.FromSeconds(1), PingTimeout = TimeSpan.FromSeconds(5) };
        using var api = await WidgetApi.NewAsync(nameof(A_watch_whose_connection_falls_silent_is_given_up), impatient);
        await using var events = api.Widgets.WatchAsync(api.Namespace, new() { SendInitialEvents = true }).GetAsyncEnumerator();
        await NextAsync<WatchEvent<Widget>.Bookmark>(events);
        var next = events.MoveNextAsync().AsTask();

        api.Gate.Stall();

        var noticed = await Assert.ThrowsAnyAsync<Exception>(() => next.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.True(ConnectionFailure.IsOne(noticed), noticed.ToString());
        await api.CreateAsync("after");
        Assert.Equal(2, api.Gate.Opened);
    }

    [Fact]
    public async Task An_idle_watch_lives_on_pings()
    {
        var often = new TransportOptions { PingInterval = TimeSpan.FromSeconds(1) };
        using var api = await WidgetApi.NewAsync(nameof(An_idle_watch_lives_on_pings), often);
        await using var events = api.Widgets.WatchAsync(api.Namespace, new() { SendInitialEvents = true, Timeout = TimeSpan.FromSeconds(5) }).GetAsyncEnumerator();

        while (await events.MoveNextAsync())
        {
            Assert.IsType<WatchEvent<Widget>.Bookmark>(events.Current);
        }

        Assert.Equal(1, api.Gate.Opened);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task A_body_that_breaks_off_is_an_error(int bytes)
    {
        using var api = await WidgetApi.NewAsync(nameof(A_body_that_breaks_off_is_an_error));
        await api.CreateAsync("w");
        api.Faults.Inject(new Fault.CutBody(bytes), FaultyTransport.IsWatch);

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var _ in api.Widgets.WatchAsync(api.Namespace, new() { SendInitialEvents = true }))
            {
            }
        });
    }

    [Fact]
    public async Task Cancelling_ends_a_watch()
    {
        using var api = await WidgetApi.NewAsync(nameof(Cancelling_ends_a_watch));
        using var stop = new CancellationTokenSource();
        await using var events = api.Widgets.WatchAsync(api.Namespace, new() { SendInitialEvents = true }, stop.Token).GetAsyncEnumerator();
        await NextAsync<WatchEvent<Widget>.Bookmark>(events);
        var next = events.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    private static async Task<TEvent> NextAsync<TEvent>(IAsyncEnumerator<WatchEvent<Widget>> events)
        where TEvent : WatchEvent<Widget>
    {
        Assert.True(await events.MoveNextAsync());
        return Assert.IsType<TEvent>(events.Current);
    }
}
