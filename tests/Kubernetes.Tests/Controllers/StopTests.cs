using ComputeOperator.Kubernetes.Controllers;
using ComputeOperator.Kubernetes.Tests.Informers;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Controllers;

/// <summary>What becomes of work under way when the loop is asked to stop, on a real API server.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_look_under_way_is_finished_and_its_write_answered_before_the_loop_ends()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a", size: 3);
        await using var loop = await WidgetLoop.NewAsync(api);
        var letGo = new TaskCompletionSource();
        loop.OnLook = async widget =>
        {
            await letGo.Task;
            await loop.WriteStatusAsync(widget);
            return new Requeue.Now();
        };
        loop.Start();
        await Eventually.Holds(() => loop.Looks.Count == 1);

        var stopping = loop.StopAsync();
        Assert.False(stopping.IsCompleted);
        Assert.False(loop.LookCancellation.IsCancellationRequested);
        letGo.SetResult();
        await stopping;

        Assert.Equal(3, loop.Informer.Store.Get(api.Key("a"))!.Status!.SeenSize);
        Assert.Single(loop.Looks);
    }

    [Fact]
    public async Task A_look_that_does_not_end_is_cancelled_when_the_grace_is_over()
    {
        await using var api = await WidgetApi.NewAsync();
        await api.CreateAsync("a");
        await using var loop = await WidgetLoop.NewAsync(api, stopGrace: TimeSpan.FromMilliseconds(50));
        loop.OnLook = async _ =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, loop.LookCancellation);
            return new Requeue.Done();
        };
        loop.Start();
        await Eventually.Holds(() => loop.Looks.Count == 1);

        await loop.StopAsync().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(loop.LookCancellation.IsCancellationRequested);
    }
}
