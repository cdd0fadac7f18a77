using ComputeOperator.Kubernetes.Queue;
using FsCheck;
using FsCheck.Fluent;

namespace ComputeOperator.Kubernetes.Tests.Queue;

public sealed class BackoffPolicyTests
{
    [Fact]
    public void A_wait_is_never_zero_never_past_the_cap_and_within_its_share_of_chance()
    {
        var cases =
            from failures in Gen.Choose(1, 5000)
            from jitter in Gen.Choose(0, 9)
            from seed in Gen.Choose(0, int.MaxValue)
            select (failures, jitter / 10.0, seed);

        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var (failures, jitter, seed) = sample;
            var policy = new BackoffPolicy(TimeSpan.FromMilliseconds(5), TimeSpan.FromMinutes(5), jitter);
            var nominal = Math.Min(300, 0.005 * Math.Pow(2, failures - 1));
            var wait = policy.Delay(failures, new Random(seed)).TotalSeconds;

            Assert.InRange(wait, (nominal * (1 - jitter)) - 1e-6, nominal + 1e-6);
            Assert.True(wait > 0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Those_who_failed_together_do_not_return_together()
    {
        var random = new Random(1);

        var waits = Enumerable.Range(0, 100).Select(_ => BackoffPolicy.ForConnections.Delay(3, random)).ToHashSet();

        Assert.True(waits.Count > 90);
    }
}
