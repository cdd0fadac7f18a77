using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Status;

/// <summary>Brings conditions up to date: those of others stay, and the time of a transition moves only with the status.</summary>
internal static class ConditionMerge
{
    /// <summary>The conditions afterwards.</summary>
    /// <param name="before">The conditions so far.</param>
    /// <param name="wanted">Those that hold or do not hold now.</param>
    /// <param name="owned">The types that are ours: one of these that is not wanted goes.</param>
    /// <param name="generation">What they were computed for.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<Condition> Of(
        IReadOnlyList<Condition>? before, IEnumerable<Condition> wanted, IReadOnlyCollection<string> owned, long? generation, DateTimeOffset now) =>
    [
        .. wanted.Select(c => c with { ObservedGeneration = generation, LastTransitionTime = Since(before ?? [], c, now) }),
        .. (before ?? []).Where(c => !owned.Contains(c.Type)),
    ];

    /// <summary>A condition that holds or does not; its times are set by <see cref="Of"/>.</summary>
    public static Condition New(string type, bool holds, string reason, string message) =>
        New(type, holds ? ConditionStatus.True : ConditionStatus.False, reason, message);

    /// <summary>A condition; its times are set by <see cref="Of"/>.</summary>
    public static Condition New(string type, ConditionStatus status, string reason, string message) => new()
    {
        Type = type,
        Status = status,
        LastTransitionTime = default,
        Reason = reason,
        Message = StatusText.Cut(message),
    };

    private static DateTimeOffset Since(IReadOnlyList<Condition> before, Condition next, DateTimeOffset now) =>
        before.FirstOrDefault(c => c.Type == next.Type) is { } old && old.Status == next.Status
            ? old.LastTransitionTime
            : Instants.Seconds(now);
}
