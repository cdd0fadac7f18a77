using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Status;

/// <summary>How long to wait after a failure: 1 s, doubled each time up to 5 minutes, plus up to a fifth.</summary>
public static class RetrySchedule
{
    private const int MostCharacters = 1024;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What to say of a failure just now.</summary>
    public static RetryStatus After(Situation situation, string error, bool isPermanent)
    {
        var attempts = (situation.Retry?.Attempts ?? 0) + 1;
        var next = situation.Now + (isPermanent ? Longest : Delay(situation.Instance.Metadata.Uid ?? "", attempts));
        return new RetryStatus
        {
            Attempts = attempts,
            NextRetryTime = NotPastDeadline(situation, next),
            LastError = error.Length <= MostCharacters ? error : error[..MostCharacters],
            Permanent = isPermanent ? true : null,
        };
    }

    /// <summary>The pause after the given number of failures in a row.</summary>
    public static TimeSpan Delay(string uid, int attempts)
    {
        var doubled = First * Math.Pow(2, Math.Min(attempts, 20) - 1);
        var pause = doubled < Longest ? doubled : Longest;
        return pause * (1 + (InstanceIdentity.Fraction(uid, $"retry/{attempts}") / 5));
    }

    private static DateTimeOffset NotPastDeadline(Situation situation, DateTimeOffset next)
    {
        var deadline = StopDeadline.Of(situation);
        return situation.Phase == InstancePhase.Stopping && situation.Now < deadline && deadline < next ? deadline : next;
    }
}
