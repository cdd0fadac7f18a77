using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Tenants;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Planning;

/// <summary>Holds an instance that its tenant has not let in before it becomes, or becomes again, a machine that is on.</summary>
internal static class AdmissionGate
{
    /// <summary>What is done instead of <paramref name="step"/>; null: that may be done. A machine that is on, whatever the phase says, or is being repaired, is left alone.</summary>
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

        return KeptOff(situation, goal, step) || LeavesProvisioning(situation, goal, step) || StartsFromRest(situation, goal, step) || IsResetOfRefused(situation, step)
            ? instead
            : null;
    }

    /// <summary>Whether a step makes something of an instance of which nothing is on yet.</summary>
    public static bool LeavesProvisioning(Situation situation, Goal goal, Step step) =>
        situation.Phase == InstancePhase.Provisioning && step is Step.Enter && !IsFollowed(situation, goal);

    // Off as its tenant wants it, but not as its spec says.
    private static bool KeptOff(Situation situation, Goal goal, Step step) =>
        step is Step.Settled && situation.IsTenantSuspended && goal == Goal.Stopped && situation.Instance.Spec.PowerState != PowerState.Stopped;

    private static bool StartsFromRest(Situation situation, Goal goal, Step step) =>
        situation.Phase is InstancePhase.Terminated or InstancePhase.Suspended && step is Step.Enter { Phase: InstancePhase.Staging }
        && !IsFollowed(situation, goal);

    // In a phase in which it should be off, a machine that is on is neither watched nor repaired nor stopped.
    private static bool IsFollowed(Situation situation, Goal goal) => situation.Seen.State switch
    {
        MachineState.Running or MachineState.Starting => true,
        MachineState.Absent or MachineState.Stopped => false,
        // Goes on from here only if that is further down.
        MachineState.Stopping or MachineState.Suspending or MachineState.Suspended or MachineState.Failed => goal == Goal.Stopped,
    };

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
