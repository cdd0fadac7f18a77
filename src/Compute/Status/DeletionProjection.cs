using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Status;

/// <summary>How far a deletion has come, as status shows it.</summary>
internal static class DeletionProjection
{
    public static DeletionStatus? Of(Situation situation, Plan plan, RetryStatus? retry)
    {
        if (plan.Goal != Goal.Deleted)
        {
            return null;
        }

        var before = situation.Instance.Status?.Deletion;
        var mustStop = situation.Phase is InstancePhase.Running or InstancePhase.Repairing or InstancePhase.Suspended
            or InstancePhase.Suspending or InstancePhase.Stopping;
        var stopping = plan.Step is not Step.AwaitChildren && mustStop;
        return new DeletionStatus
        {
            StartedAt = before?.StartedAt ?? Instants.Seconds(situation.Now),
            ForceAt = stopping ? Instants.Milliseconds(StopDeadline.Of(situation)) : before?.ForceAt,
            Reason = StatusText.Cut(retry is null ? ReasonFor(plan.Step) : $"the last try failed: {retry.LastError}"),
        };
    }

    private static string ReasonFor(Step step) => step switch
    {
        Step.AwaitChildren children => $"waiting for the instances that have this one as parent: {StatusText.List(children.Names)}",
        Step.Enter { Phase: InstancePhase.Terminated } or Step.Perform { Verb: Verb.Delete } or Step.Finish => "the machine is being removed",
        _ => "the machine is being stopped",
    };
}
