using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Status;

/// <summary>How long to wait after a failure: 1 s, doubled each time up to 5 minutes, plus up to a fifth.</summary>
public static class RetrySchedule
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>No pause is longer.</summary>
    public static TimeSpan LongestPause { get; } = Longest * 1.2;

    /// <summary>What to say of a failure just now.</summary>
    /// <param name="situation">What the try was decided on.</param>
    /// <param name="plan">The try.</param>
    /// <param name="failure">What came of it.</param>
    public static RetryStatus After(Situation situation, Plan plan, Outcome.Failed failure)
    {
        var attempts = BackOffGate.FailedTries(situation, plan.Step.Action) + 1;
        var next = situation.Now + (failure.IsPermanent ? Longest : Delay(situation.Instance.Metadata.Uid ?? "", attempts));
        return Of(situation, Verb.WordOf(plan.Step.Action), attempts, NotPastDeadline(situation, plan, next), failure.Message) with
        {
            Permanent = failure.IsPermanent ? true : null,
        };
    }

    /// <summary>What to say of a machine that has died that often: it is not powered on again at once.</summary>
    public static RetryStatus AfterDeath(Situation situation, int deaths) => Of(
        situation, new Verb.SetPower(PowerState.Running).Word, deaths, situation.Now + Delay(situation.Instance.Metadata.Uid ?? "", deaths), situation.Seen.Message ?? "the machine keeps dying");

    private static TimeSpan Delay(string uid, int attempts)
    {
        var doubled = First * Math.Pow(2, Math.Min(attempts, 20) - 1);
        var pause = doubled < Longest ? doubled : Longest;
        return pause * (1 + (InstanceIdentity.Fraction(uid, $"retry/{attempts}") / 5));
    }

    private static RetryStatus Of(Situation situation, string action, int attempts, DateTimeOffset next, string error) => new()
    {
        Action = action,
        Attempts = attempts,
        NextRetryTime = next,
        LastError = StatusText.Cut(error),
        ObservedAnnotations = situation.AnnotationFingerprint,
    };

    private static DateTimeOffset NotPastDeadline(Situation situation, Plan plan, DateTimeOffset next)
    {
        var deadline = StopDeadline.Of(situation);
        var stops = plan.PhaseAfter(situation) == InstancePhase.Stopping || plan.Step.Action is Verb.SetPower { Target: PowerState.Stopped };
        return stops && situation.Now < deadline && deadline < next ? deadline : next;
    }
}
