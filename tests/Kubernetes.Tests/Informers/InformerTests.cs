using System.Collections.Concurrent;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Informers;

/// <summary>What an informer brings from a real API server while nothing goes wrong.</summary>
public sealed class InformerTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lists_what_is_there_and_follows_what_happens(bool streamed)
    {
        await using var api = await WidgetApi.NewAsync();
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
        {
            await api.CreateAsync(name);
        }

        var informer = await api.FollowAsync(options => options with { StreamLists = streamed, PageSize = 2 });
        Assert.Equal(5, informer.Store.Count);
        Assert.Null(informer.Problem);
        var (lists, lines) = (api.Lists, api.Log.Lines.Count);
        await api.CreateAsync("f");
        await api.ChangeAsync("a", """{"spec":{"size":7}}""");
        await api.DeleteAsync("b");

        await Eventually.Holds(() => informer.Store.Get(api.Key("f")) != null);
        await Eventually.Holds(() => informer.Store.Get(api.Key("a"))!.Spec.Size == 7);
        await Eventually.Holds(() => informer.Store.Get(api.Key("b")) == null);
        Assert.Equal(lists, api.Lists);
        Assert.Equal(lines, api.Log.Lines.Count);
    }

    [Fact]
    public async Task Reads_pages_from_a_server_that_cannot_stream_lists()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        api.Faults.Inject(new TestKit.Faults.Fault.Answer(422), request => WidgetApi.IsList(request.RequestUri!.PathAndQuery));

        var informer = await api.FollowAsync();

        Assert.Equal(1, informer.Store.Count);
        Assert.Equal(2, api.Lists);
        Assert.Empty(api.Log.Lines);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task One_error_while_a_list_is_streamed_is_no_reason_to_read_pages_from_then_on(int code)
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        api.Faults.Inject(new TestKit.Faults.Fault.Answer(code), request => WidgetApi.IsList(request.RequestUri!.PathAndQuery));

        var informer = await api.FollowAsync();

        Assert.Equal(1, informer.Store.Count);
        Assert.Equal(2, api.Faults.Sent.Count(request => request.PathAndQuery.Contains("sendInitialEvents", StringComparison.Ordinal)));
        Assert.Equal(2, api.Lists);
    }

    [Fact]
    public async Task Annotation_label_and_status_changes_are_seen()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        var informer = await api.FollowAsync();
        var changes = Recorded(informer);

        await api.ChangeAsync("a", """{"metadata":{"annotations":{"note":"x"}}}""");
        await api.ChangeAsync("a", """{"metadata":{"labels":{"l":"x"}}}""");
        await api.ChangeAsync("a", """{"status":{"seenSize":3}}""", "status");

        await Eventually.Holds(() => changes.Count == 3);
        Assert.All(changes, change => Assert.Equal((ChangeKind.Modified, ChangeSource.Watch), (change.Kind, change.Source)));
    }

    [Fact]
    public async Task Follows_the_namespaces_named_and_no_other()
    {
        await using var one = await WidgetApi.NewAsync();
        await using var two = await WidgetApi.NewAsync();
        await using var three = await WidgetApi.NewAsync();
        await Task.WhenAll(one.CreateAsync("a"), two.CreateAsync("b"), three.CreateAsync("c"));

        var informer = await one.FollowAsync(options => options with { Namespaces = [one.Namespace, two.Namespace] });
        await Task.WhenAll(one.CreateAsync("d"), two.CreateAsync("e"), three.CreateAsync("f"));

        await Eventually.Holds(() => informer.Store.Count == 4);
        Assert.Equal(["a", "b", "d", "e"], informer.Store.Snapshot().Select(widget => widget.Metadata.Name).Order());
    }

    [Fact]
    public async Task Keeps_of_each_object_what_the_transform_leaves()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.ApplyAsync("a", """ "spec":{"size":1,"color":"red"} """);

        var informer = await api.FollowAsync(options => options with
        {
            Transform = widget => widget with { Spec = widget.Spec with { Color = null } },
        });

        Assert.Equal(new WidgetSpec { Size = 1 }, informer.Store.Get(api.Key("a"))!.Spec);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_malformed_object_is_reported_and_the_others_are_not_affected(bool streamed)
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("good");
        await api.ApplyAsync("bad", """ "spec":{"size":"huge"} """);
        var informer = api.NewInformer(options => options with { StreamLists = streamed });
        var malformed = new ConcurrentQueue<MalformedObject>();
        informer.Malformed += malformed.Enqueue;
        api.Run(informer.RunAsync);
        await informer.Synced;
        await api.CreateAsync("later");
        await Eventually.Holds(() => informer.Store.Count == 2);

        var report = Assert.Single(malformed);
        Assert.Equal("bad", report.Metadata.Name);
        Assert.NotNull(report.Metadata.Uid);
        Assert.Contains("size", report.Error, StringComparison.Ordinal);
        Assert.Single(informer.Unreadable);
    }

    [Fact]
    public async Task An_object_that_becomes_malformed_leaves_the_store_comes_back_and_its_deletion_is_noticed()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        var informer = await api.FollowAsync();
        var changes = Recorded(informer);

        await api.ChangeAsync("a", """{"spec":{"color":"x"}}""");
        await api.ApplyAsync("a", """ "spec":{"size":"huge"} """);
        await Eventually.Holds(() => informer.Unreadable.Count == 1);
        Assert.Equal(0, informer.Store.Count);
        await api.ApplyAsync("a", """ "spec":{"size":4} """);
        await Eventually.Holds(() => informer.Store.Count == 1);
        await api.ApplyAsync("a", """ "spec":{"size":"huge"} """);
        await Eventually.Holds(() => informer.Unreadable.Count == 1);
        await api.Plane.Kubectl.RunAsync("delete", "-n", api.Namespace, "widgets.runtime.tests.dev", "a");
        await Eventually.Holds(() => informer.Unreadable.Count == 0);

        Assert.Equal(
            [ChangeKind.Modified, ChangeKind.Unreadable, ChangeKind.Added, ChangeKind.Unreadable, ChangeKind.Deleted],
            changes.Select(change => change.Kind));
    }

    [Fact]
    public async Task Whoever_throws_when_told_of_a_change_keeps_it_from_nobody_else()
    {
        await using var api = await WidgetApi.NewAsync();
        var informer = api.NewInformer(options => options with
        {
            Observer = (_, _, _) => throw new InvalidOperationException("observer"),
            Indexes = new Dictionary<string, Func<Widget, IEnumerable<string>>>
            {
                ["broken"] = _ => throw new InvalidOperationException("index"),
                ["color"] = widget => [widget.Spec.Color ?? "none"],
            },
        });
        informer.Changed += _ => throw new InvalidOperationException("subscriber");
        var changes = Recorded(informer);
        api.Run(informer.RunAsync);
        await informer.Synced.WaitAsync(TimeSpan.FromSeconds(60));
        var (lists, watches) = (api.Lists, api.Watches);

        await api.CreateAsync("a");
        await Eventually.Holds(() => changes.Count == 1);
        informer.BeginWrite(api.Key("a"));
        informer.EndWrite(api.Key("a"), await api.ChangeAsync("a", """{"spec":{"color":"red"}}"""));

        await Eventually.Holds(() => changes.Count == 2);
        Assert.Equal([ChangeSource.Watch, ChangeSource.OwnWrite], changes.Select(change => change.Source));
        Assert.Single(informer.Store.ByIndex("color", "red"));
        Assert.Empty(informer.Store.ByIndex("broken", ""));
        Assert.Null(informer.Problem);
        Assert.All(["(observer)", "(index)", "(subscriber)"], who => Assert.NotEmpty(api.Log.Containing(who)));
        Assert.Equal((lists, watches), (api.Lists, api.Watches));
    }

    private static ConcurrentQueue<Change<Widget>> Recorded(Informer<Widget> informer)
    {
        var changes = new ConcurrentQueue<Change<Widget>>();
        informer.Changed += changes.Enqueue;
        return changes;
    }
}
