using ComputeOperator.Kubernetes.Controllers;
using ComputeOperator.Kubernetes.Tests.Informers;
using ComputeOperator.TestKit;
using ComputeOperator.TestKit.Faults;

namespace ComputeOperator.Kubernetes.Tests.Controllers;

/// <summary>The finalizer is on before anything is done and off when all is cleaned up, whatever happens in between.</summary>
public sealed class FinalizerTests
{
    [Fact]
    public async Task A_new_object_has_the_finalizer_before_it_is_looked_at_and_goes_when_it_is_cleaned_up()
    {
        await using var api = await WidgetApi.NewAsync();
        await using var loop = await WidgetLoop.NewAsync(api, finalizes: true);
        loop.Start();
        await api.CreateAsync("a");
        await Eventually.Holds(() => loop.Looks.Count == 1);
        Assert.Equal([WidgetLoop.FinalizerName], loop.Looks.Single().Metadata.Finalizers!);

        await api.DeleteAsync("a");

        await Eventually.Holds(() => loop.Informer.Store.Count == 0);
        Assert.Single(loop.CleanUps);
        Assert.Single(loop.Looks);
        Assert.Equal(2, loop.Writes);
        Assert.Null(await api.Sound.GetAsync(api.Key("a")));
    }

    [Fact]
    public async Task Finalizer_retried_after_an_exception()
    {
        await using var api = await WidgetApi.NewAsync();
        await using var loop = await WidgetLoop.NewAsync(api, finalizes: true);
        loop.OnCleanUp = _ => loop.CleanUps.Count < 4
            ? throw new InvalidOperationException("not yet")
            : Task.FromResult<FinalizeResult>(new FinalizeResult.Finished());
        loop.Start();
        await api.CreateAsync("a");
        await Eventually.Holds(() => loop.Looks.Count == 1);

        await api.DeleteAsync("a");

        await Eventually.Holds(() => loop.Informer.Store.Count == 0);
        Assert.Equal(4, loop.CleanUps.Count);
        Assert.Equal(3, api.Log.Containing("not yet").Count);
    }

    [Fact]
    public async Task Finalizer_runs_for_objects_already_deleting_at_start()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        await api.ChangeAsync("a", $$$"""{"metadata":{"finalizers":["{{{WidgetLoop.FinalizerName}}}"]}}""");
        await api.DeleteAsync("a");
        await using var loop = await WidgetLoop.NewAsync(api, finalizes: true);

        loop.Start();

        await Eventually.Holds(() => loop.Informer.Store.Count == 0);
        Assert.Single(loop.CleanUps);
        Assert.Empty(loop.Looks);
    }

    [Fact]
    public async Task Finalizers_of_others_are_left_alone()
    {
        await using var api = await WidgetApi.NewAsync();
        await using var loop = await WidgetLoop.NewAsync(api, finalizes: true);
        loop.Start();
        await api.CreateAsync("a");
        await Eventually.Holds(() => loop.Looks.Count == 1);
        await api.ChangeAsync("a", $$$"""{"metadata":{"finalizers":["others.dev/first","{{{WidgetLoop.FinalizerName}}}","others.dev/last"]}}""");
        await api.DeleteAsync("a");

        await Eventually.Holds(() => loop.Informer.Store.Get(api.Key("a")) is { Metadata.Finalizers.Count: 2 });
        Assert.Equal(["others.dev/first", "others.dev/last"], (await api.Sound.GetAsync(api.Key("a")))!.Metadata.Finalizers!);
        await api.ChangeAsync("a", """{"metadata":{"labels":{"l":"x"}}}""");
        await api.ChangeAsync("a", """{"metadata":{"finalizers":[]}}""");
        await Eventually.Holds(() => loop.Informer.Store.Count == 0);
        Assert.Single(loop.CleanUps);
    }

    [Fact]
    public async Task An_object_deleted_without_our_finalizer_is_not_touched()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        await api.ChangeAsync("a", """{"metadata":{"finalizers":["others.dev/first"]}}""");
        await api.DeleteAsync("a");
        await using var loop = await WidgetLoop.NewAsync(api, finalizes: true);
        loop.Start();
        await api.CreateAsync("b");

        await Eventually.Holds(() => loop.Looks.Count == 1);
        Assert.Empty(loop.CleanUps);
        Assert.Equal("b", loop.Looks.Single().Metadata.Name);
    }

    [Fact]
    public async Task Clean_up_goes_on_until_it_is_finished_and_may_write_its_progress()
    {
        await using var api = await WidgetApi.NewAsync();
        await using var loop = await WidgetLoop.NewAsync(api, finalizes: true);
        loop.OnCleanUp = async widget =>
        {
            await loop.WriteStatusAsync(widget);
            return loop.CleanUps.Count < 3
                ? new FinalizeResult.Later(new Requeue.After(TimeSpan.FromMilliseconds(20)))
                : new FinalizeResult.Finished();
        };
        loop.Start();
        await api.CreateAsync("a");
        await Eventually.Holds(() => loop.Looks.Count == 1);

        await api.DeleteAsync("a");

        await Eventually.Holds(() => loop.Informer.Store.Count == 0);
        Assert.Equal(3, loop.CleanUps.Count);
    }

    [Fact]
    public async Task A_finalizer_whose_removal_was_not_answered_is_still_removed_once()
    {
        await using var api = await WidgetApi.NewAsync();
        await using var loop = await WidgetLoop.NewAsync(api, finalizes: true);
        loop.Start();
        await api.CreateAsync("a");
        await Eventually.Holds(() => loop.Looks.Count == 1);

        api.Faults.Inject(new Fault.FailAfter(), request => request.Method == HttpMethod.Patch);
        await api.DeleteAsync("a");

        await Eventually.Holds(() => loop.Informer.Store.Count == 0);
        Assert.Empty(api.Log.Containing("failed"));
    }
}
