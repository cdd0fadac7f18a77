using System.Globalization;
using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Status;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Planning;

/// <summary>
/// Decides the next step of an instance: the transition table, held against what the table cannot know: references,
/// capabilities, deadlines, restarts, and failures that are waiting for their next try.
/// </summary>
public static class InstancePlanner
{
    /// <summary>The plan.</summary>
    public static Plan Plan(Situation situation)
    {
        var goal = GoalOf(situation);
        var acceptance = Acceptance.Of(situation.Instance, situation.References);
        return new(goal, StepFor(situation, goal, acceptance), acceptance);
    }

    /// <summary>Where the instance should be heading.</summary>
    public static Goal GoalOf(Situation situation)
    {
        if (situation.Instance.Metadata.IsDeleting())
        {
            return Goal.Deleted;
        }

        if (situation.IsTenantSuspended)
        {
            return Goal.Stopped;
        }

        return situation.Instance.Spec.PowerState switch
        {
            PowerState.Stopped => Goal.Stopped,
            PowerState.Suspended => Goal.Suspended,
            PowerState.Running => RestartsGracefully(situation) ? Goal.PowerCycle : Goal.Running,
        };
    }

    private static bool RestartsGracefully(Situation situation) =>
        situation is { Phase: InstancePhase.Running, RestartPending: true, Instance.Spec.RestartMode: RestartMode.Graceful };

    private static Step StepFor(Situation situation, Goal goal, Acceptance acceptance)
    {
        if (goal == Goal.Deleted && situation.References.Children is { Count: > 0 } children)
        {
            return Leaving(situation) is { } leaving and not Step.Settled ? leaving : new Step.AwaitChildren(children);
        }

        var step = ResetIfAsked(situation, InstanceLifecycle.Next(situation.Phase, goal, situation.Seen.State));
        step = Unsupported(situation, goal, step) ?? NotAccepted(situation, goal, step, acceptance) ?? AdmissionGate.Of(situation, goal, step) ?? step;
        return Paced(situation, goal, step);
    }

    // What has to be off does not stay on because others go first: neither for its tenant's sake nor past the deadline of its stop.
    private static Step? Leaving(Situation situation)
    {
        var hasToBeOff = situation.Phase == InstancePhase.Stopping || situation.IsTenantSuspended
            || situation.Instance.Spec.PowerState == PowerState.Stopped;
        var isNothingYet = situation is { Phase: InstancePhase.Provisioning, Seen.State: MachineState.Absent or MachineState.Stopped };
        return hasToBeOff && !isNothingYet && situation is { Phase: not null, References.Provider: not null }
            ? Paced(situation, Goal.Stopped, InstanceLifecycle.Next(situation.Phase, Goal.Stopped, situation.Seen.State))
            : null;
    }

    private static Step Paced(Situation situation, Goal goal, Step step) =>
        Timed(situation, goal, BackOffGate.Of(situation, Forced(situation, goal, step)));

    private static Step ResetIfAsked(Situation situation, Step step)
    {
        if (step is not Step.Settled || situation is not { Phase: InstancePhase.Running, RestartPending: true })
        {
            return step;
        }

        return situation.References.Provider is { HardReset: false }
            ? new Step.Blocked(
                Reasons.UnsupportedByProvider,
                $"spec.restartMode: provider {situation.References.ProviderName} cannot do Hard; allowed: Graceful")
            : new Step.Perform(new Verb.Reset(situation.Instance.Spec.RestartedAt!.Value.ToString("O", CultureInfo.InvariantCulture)));
    }

    private static Step.Blocked? Unsupported(Situation situation, Goal goal, Step step)
    {
        if (goal != Goal.Suspended || situation.References.Provider is not { Suspend: false })
        {
            return null;
        }

        // Ways towards SUSPENDED that begin from rest; a machine on its way up or down arrives first.
        var heads = step is Step.Enter { Phase: InstancePhase.Suspending }
            || (step is Step.Enter { Phase: InstancePhase.Staging }
                && situation.Phase is InstancePhase.Provisioning or InstancePhase.Terminated);
        return heads
            ? new Step.Blocked(
                Reasons.UnsupportedByProvider,
                $"spec.powerState: provider {situation.References.ProviderName} cannot do Suspended; allowed: Running, Stopped")
            : null;
    }

    private static Step? NotAccepted(Situation situation, Goal goal, Step step, Acceptance acceptance)
    {
        if (acceptance.Holds || goal == Goal.Deleted)
        {
            return null;
        }

        // Without its provider nothing is known of the machine.
        if (situation is { References.Provider: null, Phase: not null })
        {
            return new Step.Blocked(Reasons.InvalidConfiguration, acceptance.Message);
        }

        // What could not be started again is not stopped for a restart.
        if (goal == Goal.PowerCycle && situation.Phase == InstancePhase.Running)
        {
            var meanwhile = InstanceLifecycle.Next(situation.Phase, Goal.Running, situation.Seen.State);
            return meanwhile is Step.Settled ? new Step.Blocked(Reasons.InvalidConfiguration, acceptance.Message) : meanwhile;
        }

        var powersOn = step.Action is { PowersOn: true } && !CanRepairUnchanged(situation);
        return powersOn || AdmissionGate.LeavesProvisioning(situation, goal, step)
            ? new Step.Blocked(Reasons.InvalidConfiguration, acceptance.Message)
            : null;
    }

    // A machine that was up, and should be, is brought back as it was, even when its machine type or parent is gone or mistyped. A start that
    // failed goes on only as what was accepted when it began, and a first one not at all.
    private static bool CanRepairUnchanged(Situation situation) =>
        situation.Instance.Status is { MachineType: { } powered } status
        && situation.Phase switch
        {
            InstancePhase.Repairing or InstancePhase.Suspending => true,
            InstancePhase.Staging => OperationLog.Active(status)?.Type == OperationType.Repair
                || (status.LastStartTimestamp is not null && powered.Name == situation.Instance.Spec.MachineType),
            _ => false,
        };

    private static Step Forced(Situation situation, Goal goal, Step step)
    {
        var overdue = situation.Now >= StopDeadline.Of(situation);
        return step switch
        {
            Step.Enter { Verb: Verb.SetPower { Target: PowerState.Stopped } stop } enter => enter with { Verb = stop with { Force = overdue } },
            Step.Perform { Verb: Verb.SetPower { Target: PowerState.Stopped } stop } => new Step.Perform(stop with { Force = overdue }),
            Step.Wait when overdue && IsStopping(situation) =>
                new Step.Perform(new Verb.SetPower(PowerState.Stopped, Force: true)),
            Step.Wait when overdue && situation.Phase == InstancePhase.Suspending && goal == Goal.Deleted =>
                new Step.Perform(new Verb.Delete()),
            // From SUSPENDED on it is a stop like any other.
            Step.Wait when overdue && situation.Phase == InstancePhase.Suspending && goal == Goal.Stopped =>
                new Step.Enter(InstancePhase.Suspended),
            _ => step,
        };
    }

    private static Step Timed(Situation situation, Goal goal, Step step)
    {
        if (step is not Step.Wait wait)
        {
            return step;
        }

        var hasDeadline = IsStopping(situation)
            || (situation.Phase == InstancePhase.Suspending && goal is Goal.Deleted or Goal.Stopped);
        var expected = situation.Seen.RecheckAfter;
        return wait with { For = hasDeadline ? Sooner(expected, StopDeadline.Of(situation) - situation.Now) : expected };
    }

    private static bool IsStopping(Situation situation) =>
        situation.Phase == InstancePhase.Stopping || StopDeadline.StopInTerminated(situation) is not null;

    private static TimeSpan Sooner(TimeSpan? first, TimeSpan second) => first is { } value && value < second ? value : second;
}
