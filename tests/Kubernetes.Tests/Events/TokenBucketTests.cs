using ComputeOperator.Kubernetes.Events;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Events;

public sealed class TokenBucketTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_burst_passes_and_then_the_rate_holds()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 5, _time);
        for (var i = 0; i < 5; i++)
        {
            Assert.True(bucket.TakeAsync(default).IsCompleted);
        }

        var next = bucket.TakeAsync(default);
        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await next;
    }

    [Fact]
    public void A_quiet_time_saves_up_no_more_than_a_burst()
    {
        var bucket = new TokenBucket(perSecond: 10, burst: 2, _time);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(bucket.TakeAsync(default).IsCompleted);
        Assert.True(bucket.TakeAsync(default).IsCompleted);
        Assert.False(bucket.TakeAsync(default).IsCompleted);
    }

    [Fact]
    public async Task Waiting_can_be_ended()
    {
        var bucket = new TokenBucket(perSecond: 1, burst: 1, _time);
        await bucket.TakeAsync(default);
        using var end = new CancellationTokenSource();
        var next = bucket.TakeAsync(end.Token);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }
}
