using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Kit;

public class ManualTimeTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Timers_fire_in_order_at_their_times()
    {
        var start = _time.GetUtcNow();
        using var later = Timer("later", 5, 0);
        using var often = Timer("often", 2, 2);
        using var never = Timer("never", 7, 0);

        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(["often@2", "often@4", "later@5", "often@6"], _fired);
        Assert.Equal(TimeSpan.FromSeconds(6), _time.GetUtcNow() - start);
        Assert.Equal(TimeSpan.FromSeconds(1), _time.UntilNextTimer);
    }

    [Fact]
    public async Task Delays_wait_for_the_clock()
    {
        var begun = _time.GetTimestamp();
        var delay = Task.Delay(TimeSpan.FromMinutes(5), _time);
        _time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(delay.IsCompleted);
        Assert.True(_time.AdvanceToNextTimer());
        await delay;
        Assert.Equal(TimeSpan.FromMinutes(5), _time.GetElapsedTime(begun));
        Assert.False(_time.AdvanceToNextTimer());
    }

    [Fact]
    public void A_timer_disposed_of_is_silent()
    {
        Timer("never", 1, 1).Dispose();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(_fired);
        Assert.Equal(0, _time.ArmedTimers);
    }

    private ITimer Timer(string name, int due, int period)
    {
        var start = _time.GetUtcNow();
        return _time.CreateTimer(
            _ => _fired.Add($"{name}@{(_time.GetUtcNow() - start).TotalSeconds}"), null, TimeSpan.FromSeconds(due), TimeSpan.FromSeconds(period));
    }
}
