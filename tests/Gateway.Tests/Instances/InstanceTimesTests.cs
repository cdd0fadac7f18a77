using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Instances;
using ComputeOperator.Gateway.Tests.Kit;

namespace ComputeOperator.Gateway.Tests.Instances;

public sealed class InstanceTimesTests
{
    [Fact]
    public void A_restart_is_later_than_any_before_also_when_the_clock_is_behind()
    {
        var instance = AnInstance.Of(InstancePhase.Running);
        var ahead = AnInstance.Now.AddHours(1);

        Assert.Equal(AnInstance.Now, InstanceTimes.NextRestart(instance, AnInstance.Now));
        Assert.True(InstanceTimes.NextRestart(instance with { Spec = instance.Spec with { RestartedAt = ahead } }, AnInstance.Now) > ahead);
        Assert.True(InstanceTimes.NextRestart(instance with { Status = instance.Status! with { ObservedRestartedAt = ahead } }, AnInstance.Now) > ahead);
    }

    [Fact]
    public void After_the_end_of_time_there_is_no_restart()
    {
        var instance = AnInstance.Of(InstancePhase.Running);
        var last = DateTimeOffset.MaxValue - TimeSpan.FromMilliseconds(1);

        Assert.Equal(last, InstanceTimes.NextRestart(instance with { Spec = instance.Spec with { RestartedAt = last.AddMilliseconds(-1) } }, AnInstance.Now));
        Assert.IsType<Failure.WrongState>(Assert.Throws<FailureException>(() =>
            InstanceTimes.NextRestart(instance with { Spec = instance.Spec with { RestartedAt = DateTimeOffset.MaxValue } }, AnInstance.Now)).Failure);
    }

    [Fact]
    public void Uptime_is_counted_while_it_runs()
    {
        Assert.Equal(TimeSpan.FromMinutes(1), InstanceTimes.Uptime(AnInstance.Of(InstancePhase.Running), AnInstance.Now));
        Assert.Equal(TimeSpan.Zero, InstanceTimes.Uptime(AnInstance.Of(InstancePhase.Running), AnInstance.Now.AddHours(-1)));
        Assert.Equal(TimeSpan.Zero, InstanceTimes.Uptime(AnInstance.Of(InstancePhase.Terminated), AnInstance.Now));
    }
}
