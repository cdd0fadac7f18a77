using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Informers;

/// <summary>Measures the memory of the process, so nothing else may run in it.</summary>
[Collection(Alone)]
public sealed class ReconnectMemoryTests
{
    private const string Alone = "alone";
    private const int Reconnects = 200;
    private const int MostBytesEach = 1024;

    [Fact]
    public async Task Memory_and_connections_do_not_grow_over_200_forced_reconnects()
    {
        await using var api = await WidgetApi.NewAsync();
        for (var i = 0; i < 20; i++)
        {
            await api.CreateAsync($"w{i}");
        }

        var informer = await api.FollowAsync();
        var lists = api.Lists;
        await ReconnectAsync(api, 50);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await ReconnectAsync(api, Reconnects);
        var left = (GC.GetTotalMemory(forceFullCollection: true) - before) / Reconnects;

        await api.CreateAsync("after");
        await Eventually.Holds(() => informer.Store.Count == 21);
        Assert.InRange(api.Gate.Open, 1, 2);
        Assert.Equal(lists, api.Lists);
        Assert.True(left < MostBytesEach, $"{left} bytes were left behind by each reconnect.");
    }

    private static async Task ReconnectAsync(WidgetApi api, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var watches = api.Watches;
            api.Gate.Cut();
            await Eventually.Holds(() => api.Watches > watches && api.Gate.Open > 0);
        }
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class RunsAlone;
}
