using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Planning;

/// <summary>Holds an instance that its tenant has not let in before it becomes, or becomes again, a machine that is on.</summary>
internal static class AdmissionGate
{
    /// <summary>What is done instead of <paramref name="step"/>; null: that may be done. A machine that is on, or is being repaired, is left alone.</summary>
    public static Step? Of(Situation situation, Goal goal, Step step)
    {
        if (goal == Goal.Deleted || Instead(situation.References.Admission) is not { } instead)
        {
            return null;
        }

        if (BeginsPowerCycle(situation, goal, step))
        {
            var meanwhile = InstanceLifecycle.Next(situation.Phase, Goal.Running, situation.Seen.State);
            return meanwhile is Step.Settled ? instead : meanwhile;
        }

        return KeptOff(situation, goal, step) || LeavesProvisioning(situation, step) || StartsFromRest(situation, step) || IsResetOfRefused(situation, step)
            ? instead
            : null;
    }

    // Off as its tenant wants it, but not as its spec says.
    private static bool KeptOff(Situation situation, Goal goal, Step step) =>
        step is Step.Settled && situation.IsTenantSuspended && goal == Goal.Stopped && situation.Instance.Spec.PowerState != PowerState.Stopped;

    private static bool LeavesProvisioning(Situation situation, Step step) =>
        situation.Phase == InstancePhase.Provisioning && step is Step.Enter;

    private static bool StartsFromRest(Situation situation, Step step) =>
        situation.Phase is InstancePhase.Terminated or InstancePhase.Suspended && step is Step.Enter { Phase: InstancePhase.Staging };

    // What could not be started again is not stopped for a restart.
    private static bool BeginsPowerCycle(Situation situation, Goal goal, Step step) =>
        situation.Phase == InstancePhase.Running && goal == Goal.PowerCycle && step is Step.Enter { Phase: InstancePhase.Stopping };

    // A reset takes no room: one that only waits for more of it may be reset.
    private static bool IsResetOfRefused(Situation situation, Step step) =>
        situation.References.Admission is Admission.Refused && step is Step.Perform { Verb: Verb.Reset };

    private static Step? Instead(Admission admission) => admission switch
    {
        Admission.Reserved => null,
        Admission.Waiting waiting => new Step.AwaitRoom(waiting.Message),
        Admission.Refused refused => new Step.Blocked(refused.Reason.ToString(), refused.Message),
        _ => new Step.Wait(),
    };
}
