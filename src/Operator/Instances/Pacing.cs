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
        if (pass.Status.Retry is { } retry && (pass.Outcome is Outcome.Failed || step is Step.BackOff))
        {
            return In(retry.NextRetryTime - situation.Now);
        }

        return step switch
        {
            Step.Enter => new Requeue.Now(),
            Step.Perform => wrote ? new Requeue.Now() : In(situation.Seen.RecheckAfter ?? VerifyDelay),
            Step.Wait wait => In(wait.For ?? SafetyDelay),
            Step.AwaitChildren => In(SafetyDelay),
            Step.Settled when situation.Seen.RecheckAfter is { } expected && expected < resyncPeriod => In(expected),
            _ => In(resyncPeriod * (1 + (InstanceIdentity.Fraction(situation.Instance.Metadata.Uid ?? "", "resync") / 5))) with { Background = true },
        };
    }

    // Clocks of timers and of decisions are read at different moments: a little later is not too early again.
    private static Requeue.After In(TimeSpan delay) =>
        new(delay > TimeSpan.Zero ? delay + TimeSpan.FromMilliseconds(1) : TimeSpan.FromMilliseconds(1));
}
