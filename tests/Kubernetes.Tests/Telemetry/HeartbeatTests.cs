using ComputeOperator.Kubernetes.Telemetry;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Telemetry;

public sealed class HeartbeatTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_loop_is_stuck_when_it_is_at_one_thing_for_too_long()
    {
        var heartbeat = new Heartbeat(TimeSpan.FromSeconds(60), _time);
        heartbeat.Beat();
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.True(heartbeat.Check().IsHealthy);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HealthResult.Failed("at one thing for 61 s, more than 60 s"), heartbeat.Check());

        heartbeat.Beat();
        Assert.True(heartbeat.Check().IsHealthy);
    }

    [Fact]
    public void A_loop_without_work_is_not_stuck()
    {
        var heartbeat = new Heartbeat(TimeSpan.FromSeconds(60), _time);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(heartbeat.Check().IsHealthy);

        heartbeat.Beat();
        heartbeat.Rest();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(heartbeat.Check().IsHealthy);
    }
}
