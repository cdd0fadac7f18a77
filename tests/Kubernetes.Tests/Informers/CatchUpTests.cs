using System.Collections.Concurrent;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.Informers;

/// <summary>Waiting for what somebody else has seen already.</summary>
public sealed class CatchUpTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_happened_up_to_a_version_is_in_the_store_afterwards(bool streamed)
    {
        await using var api = await WidgetApi.NewAsync();
        var informer = await api.FollowAsync(options => options with { StreamLists = streamed });
        for (var i = 0; i < 20; i++)
        {
            var created = await api.CreateAsync($"w-{i}");
            await informer.CatchUpAsync(created.Metadata.ResourceVersion!, CancellationToken.None);

            Assert.NotNull(informer.Store.Get(api.Key($"w-{i}")));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_watch_in_whose_scope_nothing_happens_is_listed_anew_rather_than_waited_for(bool streamed)
    {
        await using var api = await WidgetApi.NewAsync();
        await using var elsewhere = await WidgetApi.NewAsync();
        await api.CreateAsync("here");
        var informer = await api.FollowAsync(options => options with { StreamLists = streamed });
        var created = await elsewhere.CreateAsync("there");
        // By itself the server tells of such progress once a minute.
        await informer.CatchUpAsync(created.Metadata.ResourceVersion!, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        var lists = api.Lists;
        await informer.CatchUpAsync(created.Metadata.ResourceVersion!, CancellationToken.None);
        await api.CreateAsync("later");

        // One more, unless that minute happened to be over just then.
        Assert.InRange(lists, 1, 2);
        Assert.Equal(lists, api.Lists);
        await Eventually.Holds(() => informer.Store.Count == 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_list_that_takes_long_is_waited_for_and_not_begun_anew(bool streamed)
    {
        await using var api = await WidgetApi.NewAsync();
        var created = await api.CreateAsync("a");
        var (time, letGo) = (new ManualTime(), new TaskCompletionSource());
        api.Faults.Inject(new Fault.Hold(letGo.Task));
        var informer = api.NewInformer(options => options with { StreamLists = streamed }, time);
        api.Run(informer.RunAsync);
        await Eventually.Holds(() => api.Lists == 1);

        var caughtUp = informer.CatchUpAsync(created.Metadata.ResourceVersion!, CancellationToken.None);
        for (var second = 0; second < 3; second++)
        {
            await time.WhenNextIsInAsync(TimeSpan.FromSeconds(1));
            time.AdvanceToNextTimer();
        }

        Assert.False(caughtUp.IsCompleted);
        Assert.Equal(1, api.Lists);
        letGo.SetResult();
        await caughtUp;
        Assert.Equal(1, informer.Store.Count);
    }

    [Fact]
    public async Task A_version_from_another_world_does_not_hold_anybody_up_for_ever()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        var informer = await api.FollowAsync();

        await informer.CatchUpAsync("999999999999", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task While_the_server_is_out_of_reach_nobody_has_caught_up()
    {
        await using var api = await WidgetApi.NewAsync();
        var informer = await api.FollowAsync();
        api.Gate.RefuseNew = true;
        api.Gate.Cut();
        var created = await api.CreateAsync("unseen");
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(3), TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => informer.CatchUpAsync(created.Metadata.ResourceVersion!, stop.Token));
        Assert.Equal(0, informer.Store.Count);
        api.Gate.RefuseNew = false;
        await informer.CatchUpAsync(created.Metadata.ResourceVersion!, CancellationToken.None);

        Assert.Equal(1, informer.Store.Count);
    }

    [Fact]
    public async Task An_observer_sees_every_change_of_the_store_in_order()
    {
        await using var api = await WidgetApi.NewAsync();
        var mirror = new ConcurrentDictionary<ResourceKey, Widget>();
        var informer = await api.FollowAsync(options => options with
        {
            Observer = (key, before, now) =>
            {
                Assert.Equal(before, mirror.GetValueOrDefault(key));
                if (now is null)
                {
                    mirror.TryRemove(key, out _);
                }
                else
                {
                    mirror[key] = now;
                }
            },
        });
        await Parallel.ForEachAsync(Enumerable.Range(0, 20), async (i, _) =>
        {
            await api.CreateAsync($"w-{i}");
            await api.ChangeAsync($"w-{i}", """{"spec":{"size":7}}""");
            if (i % 2 == 0)
            {
                await api.DeleteAsync($"w-{i}");
            }
        });
        await Eventually.Holds(() => informer.Store.Count == 10 && informer.Store.Snapshot().All(widget => widget.Spec.Size == 7));

        Assert.Equal(informer.Store.Snapshot().ToHashSet(), mirror.Values.ToHashSet());
    }
}
