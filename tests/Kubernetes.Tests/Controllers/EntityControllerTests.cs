using System.Collections.Concurrent;
using ComputeOperator.Kubernetes.Controllers;
using ComputeOperator.Kubernetes.Tests.Informers;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.Controllers;

/// <summary>When the loop looks at an object, on a real API server.</summary>
public sealed class EntityControllerTests
{
    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Every_object_is_looked_at_when_the_loop_starts_and_again_in_the_next_term()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        await api.CreateAsync("b");
        await using var loop = await WidgetLoop.NewAsync(api);
        loop.Start();
        await Eventually.Holds(() => loop.Looks.Count == 2);

        await loop.StopAsync();
        await api.ChangeAsync("a", """{"spec":{"size":2}}""");
        await Eventually.Holds(() => loop.Informer.Store.Get(api.Key("a"))!.Spec.Size == 2);
        Assert.Equal(2, loop.Looks.Count);
        loop.Start();

        await Eventually.Holds(() => loop.Looks.Count == 4);
    }

    [Theory]
    [InlineData("""{"metadata":{"annotations":{"note":"x"}}}""", null)]
    [InlineData("""{"metadata":{"labels":{"l":"x"}}}""", null)]
    [InlineData("""{"spec":{"color":"x"}}""", null)]
    [InlineData("""{"status":{"seenSize":99}}""", "status")]
    public async Task Annotation_changes_are_seen_and_all_other_changes_by_others(string patch, string? subresource)
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        await using var loop = await WidgetLoop.NewAsync(api);
        loop.Start();
        await Eventually.Holds(() => loop.Looks.Count == 1);

        await api.ChangeAsync("a", patch, subresource);

        await Eventually.Holds(() => loop.Looks.Count == 2);
    }

    [Fact]
    public async Task Own_writes_do_not_bring_an_object_back()
    {
        await using var api = await WidgetApi.NewAsync();
        await using var loop = await WidgetLoop.NewAsync(api, finalizes: true);
        loop.OnLook = async widget =>
        {
            await loop.WriteStatusAsync(widget);
            return new Requeue.Done();
        };
        loop.Start();
        for (var i = 0; i < 50; i++)
        {
            await api.CreateAsync($"w{i}", size: i);
        }

        await Eventually.Holds(() => loop.Informer.Store.Snapshot().Count(widget => widget.Status?.SeenSize == widget.Spec.Size) == 50);
        await QuietAsync();
        Assert.Equal(50, loop.Looks.Count);
        Assert.Equal(100, loop.Writes);
        Assert.All(loop.Looks, widget => Assert.Contains(WidgetLoop.FinalizerName, widget.Metadata.Finalizers!));
    }

    [Fact]
    public async Task An_own_write_reported_by_the_watch_before_its_answer_does_not_bring_the_object_back()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a", size: 3);
        await using var loop = await WidgetLoop.NewAsync(api);
        var letGo = new TaskCompletionSource();
        api.Faults.Inject(new Fault.HoldAnswer(letGo.Task), request => request.Method == HttpMethod.Patch);
        loop.OnLook = async widget =>
        {
            await loop.WriteStatusAsync(widget);
            return new Requeue.Done();
        };
        loop.Start();

        await Eventually.Holds(() => loop.Informer.Store.Get(api.Key("a"))!.Status?.SeenSize == 3);
        letGo.SetResult();
        await QuietAsync();
        Assert.Single(loop.Looks);
    }

    [Fact]
    public async Task Requeue_not_lost_when_the_status_changed_meanwhile()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        await using var loop = await WidgetLoop.NewAsync(api);
        var asked = TimeSpan.FromMilliseconds(300);
        var looks = new ConcurrentQueue<long>();
        loop.OnLook = async _ =>
        {
            looks.Enqueue(TimeProvider.System.GetTimestamp());
            if (looks.Count == 1)
            {
                await api.ChangeAsync("a", """{"status":{"seenSize":99}}""", "status");
                return new Requeue.After(asked);
            }

            return new Requeue.Done();
        };
        loop.Start();

        // At start; because of the change; because it was asked for. A worker that comes to the change only then does both in one.
        await Eventually.Holds(() => looks.Count > 1 && TimeProvider.System.GetElapsedTime(looks.First(), looks.Last()) >= asked);
        await QuietAsync();
        Assert.InRange(looks.Count, 2, 3);
    }

    [Fact]
    public async Task One_object_is_in_one_workers_hands_and_changes_meanwhile_bring_it_back_once()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        await using var loop = await WidgetLoop.NewAsync(api);
        var letGo = new TaskCompletionSource();
        loop.OnLook = async _ =>
        {
            await letGo.Task;
            return new Requeue.Done();
        };
        loop.Start();
        await Eventually.Holds(() => loop.Looks.Count == 1);
        for (var size = 2; size < 6; size++)
        {
            await api.ChangeAsync("a", $$$"""{"spec":{"size":{{{size}}}}}""");
        }

        await Eventually.Holds(() => loop.Informer.Store.Get(api.Key("a"))!.Spec.Size == 5);
        Assert.Single(loop.Looks);
        letGo.SetResult();

        await Eventually.Holds(() => loop.Looks.Count == 2);
        Assert.Equal(5, loop.Looks.Last().Spec.Size);
        await QuietAsync();
        Assert.Equal(2, loop.Looks.Count);
    }

    [Fact]
    public async Task What_is_under_way_is_finished_before_something_else_is_begun()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        await using var loop = await WidgetLoop.NewAsync(api, workers: 1);
        var othersWait = new TaskCompletionSource();
        loop.OnLook = async widget =>
        {
            await othersWait.Task;
            return loop.Looks.Count(look => look.Metadata.Name == widget.Metadata.Name) < 3 ? new Requeue.Now() : new Requeue.Done();
        };
        loop.Start();
        await Eventually.Holds(() => loop.Looks.Count == 1);
        // New ones, which wait with no less right than what is looked at again; the third says that the first two are in the queue.
        foreach (var name in new[] { "b", "c", "d" })
        {
            await api.CreateAsync(name);
        }

        await Eventually.Holds(() => loop.Informer.Store.Count == 4);
        othersWait.SetResult();

        await Eventually.Holds(() => loop.Looks.Count == 12);
        Assert.All(loop.Looks.Select(look => look.Metadata.Name).Chunk(3), three => Assert.Single(three.Distinct()));
    }

    [Fact]
    public async Task One_that_never_has_enough_leaves_the_worker_to_others()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("insatiable");
        await using var loop = await WidgetLoop.NewAsync(api, workers: 1);
        loop.OnLook = async widget =>
        {
            await Task.Yield();
            return widget.Metadata.Name == "insatiable" ? new Requeue.Now() : new Requeue.Done();
        };
        loop.Start();
        await Eventually.Holds(() => loop.Looks.Count > 0);

        await api.CreateAsync("other");

        await Eventually.Holds(() => loop.Looks.Any(look => look.Metadata.Name == "other"));
    }

    [Fact]
    public async Task A_deleted_object_is_not_looked_at_any_more()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        await using var loop = await WidgetLoop.NewAsync(api);
        loop.OnLook = _ => Task.FromResult<Requeue>(new Requeue.After(TimeSpan.FromMilliseconds(200)));
        loop.Start();
        await Eventually.Holds(() => loop.Looks.Count >= 2);

        await api.DeleteAsync("a");
        await Eventually.Holds(() => loop.Informer.Store.Count == 0);
        var looks = loop.Looks.Count;
        await QuietAsync();
        Assert.InRange(loop.Looks.Count, looks, looks + 1);
    }

    private static Task QuietAsync() => Task.Delay(QuietTime, TimeProvider.System);
}
