using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Controllers;

namespace ComputeOperator.Operator.Instances;

/// <summary>When to look at an Instance again, after a step. A provider that reports changes only makes it sooner.</summary>
internal static class Pacing
{
    private static readonly TimeSpan VerifyDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SafetyDelay = TimeSpan.FromSeconds(30);

    public static Requeue After(PassResult pass, bool wrote, TimeSpan resyncPeriod)
    {
        var (situation, step) = (pass.Situation, pass.Plan.Step);
        // Of a machine that changes by itself while something else waits, a retry or an answer.
        var expected = situation.Seen.RecheckAfter ?? TimeSpan.MaxValue;
        if (pass.Status.Retry is { } retry && (pass.Outcome is Outcome.Failed || step is Step.BackOff))
        {
            return In(Sooner(expected, retry.NextRetryTime - situation.Now));
        }

        return step switch
        {
            Step.Enter => new Requeue.Now(),
            Step.Perform => wrote ? new Requeue.Now() : In(situation.Seen.RecheckAfter ?? VerifyDelay),
            Step.Wait wait => In(wait.For ?? SafetyDelay),
            Step.AwaitChildren => In(Sooner(expected, SafetyDelay)),
            _ when expected < resyncPeriod => In(expected),
            _ => In(resyncPeriod * (1 + (InstanceIdentity.Fraction(situation.Instance.Metadata.Uid ?? "", "resync") / 5))) with { Background = true },
        };
    }

    private static TimeSpan Sooner(TimeSpan first, TimeSpan second) => first < second ? first : second;

    // Clocks of timers and of decisions are read at different moments: a little later is not too early again.
    private static Requeue.After In(TimeSpan delay) =>
        new(delay > TimeSpan.Zero ? delay + TimeSpan.FromMilliseconds(1) : TimeSpan.FromMilliseconds(1));
}
