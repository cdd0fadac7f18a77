using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Instances;

/// <summary>
/// How far the operator has come with what a request asked for. Pure: computed from the Instance alone, so that any gateway can answer
/// for any request, after any restart.
/// </summary>
/// <param name="IsDone">Whether it has ended, well or not.</param>
/// <param name="Percent">From 0 to 100.</param>
/// <param name="Started">When the operator began it; null: not yet, or nothing was to be done.</param>
/// <param name="Ended">When it ended, where that is known.</param>
/// <param name="Message">What it is at, or is failing at.</param>
/// <param name="Failure">Why it did not reach its aim.</param>
internal sealed record OperationProgress(
    bool IsDone, int Percent, DateTimeOffset? Started = null, DateTimeOffset? Ended = null, string? Message = null, OperationFailure? Failure = null)
{
    private static readonly OperationProgress NotBegun = new(false, 0);
    private static readonly OperationProgress NothingToDo = new(true, 100);

    /// <summary>The progress of what the change to <paramref name="generation"/> asked for.</summary>
    /// <param name="instance">The Instance as it is now; null: it is gone.</param>
    /// <param name="type">What was asked for.</param>
    /// <param name="generation">The metadata.generation that the request led to.</param>
    public static OperationProgress Of(Instance? instance, OperationType type, long generation)
    {
        if (instance is null)
        {
            return NothingToDo;
        }

        var same = instance.Status?.Operations?.Where(o => o.Type == type).ToList() ?? [];
        // Several of one generation are what the operator did on its own account, as for a tenant that is suspended again: the last is the one that goes on.
        var recorded = same.LastOrDefault(o => (o.Generation ?? 0) == generation) ?? same.FirstOrDefault(o => (o.Generation ?? 0) > generation);
        return recorded is not null ? Of(instance, recorded) : Unrecorded(instance, type, generation);
    }

    /// <summary>The progress of an operation that the operator has begun.</summary>
    public static OperationProgress Of(Instance instance, InstanceOperation operation)
    {
        if (operation.Status == OperationStatus.Done)
        {
            var failure = operation.Error is { } error ? new OperationFailure(OperationFailure.Superseded, error) : null;
            return new(true, 100, operation.StartTime, operation.EndTime ?? operation.StartTime, Failure: failure);
        }

        return Stopped(instance, operation.Type, operation.Generation ?? 0) is { } stopped
            ? new(true, 100, operation.StartTime, instance.Status!.PhaseTransitionTimestamp, Failure: stopped)
            : new(false, operation.Progress, operation.StartTime, Message: operation.Error ?? instance.Status?.StatusMessage);
    }

    // The operator may have had nothing to do, may be about to begin, or may have begun and ended so long ago that it is forgotten.
    private static OperationProgress Unrecorded(Instance instance, OperationType type, long generation)
    {
        if (instance.Status?.Phase is null || (instance.Status.ObservedGeneration ?? 0) < generation)
        {
            return NotBegun;
        }

        if (type == OperationType.Delete)
        {
            return instance.Metadata.IsDeleting() ? NotBegun : NothingToDo;
        }

        return Stopped(instance, type, generation) is { } stopped ? NothingToDo with { Failure = stopped }
            : type == OperationType.Insert || Holds(instance, InstanceConditions.Ready, generation) ? NothingToDo
            : NotBegun with { Message = instance.Status.StatusMessage };
    }

    // Who waits for room in its tenant may be let in later, but nobody who waits for an operation would know when: that is its end for now.
    private static OperationFailure? Stopped(Instance instance, OperationType type, long generation) =>
        NeedsRoom(type) && Find(instance, InstanceConditions.QuotaReserved, generation) is { Status: ConditionStatus.False } refused
            ? new(refused.Reason, refused.Message)
            : Find(instance, InstanceConditions.Stalled, generation) is { Status: ConditionStatus.True } stalled
                ? new(stalled.Reason, stalled.Message)
                : null;

    private static bool NeedsRoom(OperationType type) =>
        type is OperationType.Insert or OperationType.Start or OperationType.Resume or OperationType.Restart;

    private static bool Holds(Instance instance, string condition, long generation) =>
        Find(instance, condition, generation) is { Status: ConditionStatus.True };

    private static Condition? Find(Instance instance, string type, long generation) =>
        instance.Status?.Conditions?.FirstOrDefault(c => c.Type == type && (c.ObservedGeneration ?? 0) >= generation);
}

/// <summary>Why an operation did not reach its aim.</summary>
/// <param name="Reason">One CamelCase word: the reason of the condition Stalled or QuotaReserved, or <see cref="Superseded"/>.</param>
/// <param name="Message">One sentence.</param>
internal sealed record OperationFailure(string Reason, string Message)
{
    /// <summary>Something else was asked for before it was done.</summary>
    public const string Superseded = nameof(Superseded);
}
