using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Status;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Planning;

/// <summary>Holds what has just failed until its next try is due. Anything else, and whatever the user has changed since, does not wait.</summary>
internal static class BackOffGate
{
    /// <summary>What is done now instead of <paramref name="step"/>: it, or nothing.</summary>
    public static Step Of(Situation situation, Step step)
    {
        if (situation.Retry is not { } retry || step.Action is not { } verb || !IsTriedAgain(verb, retry) || AskedAnew(situation, retry))
        {
            return step;
        }

        // Entering a phase is not a retry of what failed in the one before; bringing back a machine that keeps dying is.
        if (step is Step.Enter && situation.Phase != InstancePhase.Repairing)
        {
            return step;
        }

        // A pause longer than any was begun by a clock since set back.
        var left = retry.NextRetryTime - situation.Now;
        return left > TimeSpan.Zero && left <= RetrySchedule.LongestPause ? new Step.BackOff(left) : step;
    }

    /// <summary>How many tries at it have failed in a row; those at something else do not count.</summary>
    /// <param name="situation">What the next try is decided on.</param>
    /// <param name="verb">What is tried; null: to see the machine.</param>
    public static int FailedTries(Situation situation, Verb? verb) =>
        situation.Retry is { } retry && IsTriedAgain(verb, retry) ? Math.Clamp(retry.Attempts, 0, RetryStatus.MostAttempts - 1) : 0;

    // A machine that vanishes while it is powered on is made anew: that is the same try.
    private static bool IsTriedAgain(Verb? verb, RetryStatus retry) =>
        retry.Action is not { } action || action == Verb.WordOf(verb) || (verb is { PowersOn: true } && Verb.IsPowerOn(action));

    private static bool AskedAnew(Situation situation, RetryStatus retry) =>
        situation.SpecChanged || retry.ObservedAnnotations != situation.AnnotationFingerprint;
}
