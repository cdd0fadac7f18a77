using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Instances;

public sealed class InstanceWatchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Who_finds_no_place_to_wait_is_answered_at_once()
    {
        var time = new ManualTime();
        using var http = new HttpClient(new SilentServer()) { BaseAddress = new("http://127.0.0.1") };
        using var waits = new InstanceWaits(1);
        var watch = new InstanceWatch(new(http, ResourceDefinition.From(EntitiesJsonContext.Default.Instance)), waits, time, default);
        var instance = AnInstance.Of(InstancePhase.Stopping, PowerState.Stopped);

        var waiting = watch.UntilAsync(instance, _ => false, Limit, default);
        var refused = watch.UntilAsync(instance, _ => false, Limit, default);

        Assert.Equal((false, true), (waiting.IsCompleted, refused.IsCompleted));
        Assert.Same(instance, await refused);
        time.Advance(Limit);
        Assert.Same(instance, await waiting);
        var next = watch.UntilAsync(instance, _ => false, Limit, default);
        Assert.False(next.IsCompleted);
        time.Advance(Limit);
        Assert.Same(instance, await next);
    }

    private sealed class SilentServer : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}
