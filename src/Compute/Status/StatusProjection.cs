using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Status;

/// <summary>What users see of a decision and of what came of it. Pure: the same inputs give the same status, byte for byte.</summary>
public static class StatusProjection
{
    /// <summary>The status after a step.</summary>
    public static InstanceStatus Of(Situation situation, Plan plan, Outcome outcome)
    {
        var before = situation.Instance.Status ?? new InstanceStatus();
        var phase = plan.PhaseAfter(situation);
        var retry = RetryAfter(situation, plan, outcome);
        var powered = PoweredAfter(situation, plan, outcome);
        var status = before with
        {
            ObservedGeneration = situation.Instance.Metadata.Generation,
            Phase = phase,
            InstanceId = InstanceIdentity.InstanceId(situation.Instance.Metadata.Uid ?? ""),
            Provider = before.Provider ?? (situation.References.Provider is null ? null : situation.References.ProviderName),
            MachineType = powered,
            Reservation = ReservationProjection.Of(situation, plan, outcome, powered, phase),
            Addresses = AddressesIn(phase, situation),
            Retry = retry,
            Deletion = DeletionProjection.Of(situation, plan, retry),
            Operations = OperationLog.After(situation, plan, phase, retry),
            ProviderState = outcome is Outcome.Done done ? done.ProviderState : before.ProviderState,
        };
        status = Restarted(situation, plan, Stamped(situation, status));
        var verdict = Verdict.Of(situation, plan, outcome, status);
        return status with
        {
            StatusMessage = StatusText.Cut(verdict.Message),
            Conditions = ConditionProjection.Of(situation, plan, status, verdict),
        };
    }

    /// <summary>The figures that a machine powers on with; null where a step does not power one on.</summary>
    public static PoweredMachineType? Powered(Situation situation, Plan plan)
    {
        // A resume brings back the machine that was suspended, whatever spec says now.
        if (plan.Step.Action is not { PowersOn: true } || situation.Seen.State == MachineState.Suspended)
        {
            return null;
        }

        var before = situation.Instance.Status?.MachineType;
        if (situation.References.MachineType is not { } type)
        {
            return before;
        }

        // A repair does not wait for room to grow: it brings the machine back as it was.
        var wanted = Figures(situation.Instance.Spec.MachineType, type);
        return before is null || ReservationProjection.Allows(situation, wanted) ? wanted : before;
    }

    // Of one that has never run it says as what that was last tried.
    private static PoweredMachineType? PoweredAfter(Situation situation, Plan plan, Outcome outcome)
    {
        var before = situation.Instance.Status;
        return outcome is Outcome.Done || before?.LastStartTimestamp is null ? Powered(situation, plan) ?? before?.MachineType : before.MachineType;
    }

    /// <summary>A machine type as status shows it.</summary>
    public static PoweredMachineType Figures(string name, MachineTypeSpec type) =>
        new() { Name = name, Vcpus = type.Vcpus, Memory = type.Memory, Disk = type.Disk };

    private static IReadOnlyList<InstanceAddress>? AddressesIn(InstancePhase? phase, Situation situation) =>
        phase == InstancePhase.Running ? situation.Seen.Addresses ?? situation.Instance.Status?.Addresses : null;

    private static RetryStatus? RetryAfter(Situation situation, Plan plan, Outcome outcome)
    {
        if (outcome is Outcome.Failed failed)
        {
            return RetrySchedule.After(situation, plan, failed);
        }

        return plan.Step switch
        {
            Step.Enter { Phase: InstancePhase.Repairing } => CrashLoop(situation),
            // Died before it was ever seen running: this try is at once, the next one is not.
            Step.Perform { Verb: { PowersOn: true } verb } when situation.Seen.State == MachineState.Failed =>
                RetrySchedule.AfterDeath(situation, BackOffGate.FailedTries(situation, verb) + 1),
            Step.BackOff => situation.Retry,
            // Whether it comes up this time is not known yet.
            Step.Wait when situation is { Phase: InstancePhase.Staging, Retry: { Permanent: not true } retry } && Verb.IsPowerOn(retry.Action) => retry,
            _ => null,
        };
    }

    // The first repair is at once; a machine that keeps dying is brought back ever more slowly.
    private static RetryStatus? CrashLoop(Situation situation) =>
        OperationLog.RecentRepairs(situation.Instance.Status, situation.Now) is > 0 and var repairs ? RetrySchedule.AfterDeath(situation, repairs) : null;

    private static InstanceStatus Stamped(Situation situation, InstanceStatus status)
    {
        var now = Instants.Seconds(situation.Now);
        var from = situation.Phase;
        if (status.Phase == from)
        {
            // Else its deadline would move along with the clock.
            return StopDeadline.IsUndated(situation) ? status with { PhaseTransitionTimestamp = Instants.Milliseconds(situation.Now) } : status;
        }

        status = status with { PhaseTransitionTimestamp = Instants.Milliseconds(situation.Now) };
        return (from, status.Phase) switch
        {
            (null, _) => status with { CreationTimestamp = now },
            (_, InstancePhase.Running) => status with { LastStartTimestamp = now },
            (InstancePhase.Stopping, InstancePhase.Terminated) => status with { LastStopTimestamp = now },
            (_, InstancePhase.Suspended) when situation.Seen.State == MachineState.Suspended => status with { LastSuspendTimestamp = now },
            _ => status,
        };
    }

    private static InstanceStatus Restarted(Situation situation, Plan plan, InstanceStatus status)
    {
        // A power cycle goes on from STOPPING whatever comes of the first try; a reset that failed has not begun.
        var begun = (plan.Goal == Goal.PowerCycle && plan.Step is Step.Enter { Phase: InstancePhase.Stopping })
            || (plan.Step is Step.Perform { Verb: Verb.Reset } && status.Retry is null);
        if (begun)
        {
            return status with
            {
                ObservedRestartedAt = situation.Instance.Spec.RestartedAt,
                LastRestartTimestamp = Instants.Seconds(situation.Now),
                RestartCount = Math.Clamp(status.RestartCount ?? 0, 0, int.MaxValue - 1) + 1,
            };
        }

        // What was asked for before it ever ran, or while it was off, counts as done; also when the same change powers it on.
        var off = situation.Phase is null or InstancePhase.Provisioning || IsOff(situation.Phase, situation) || IsOff(status.Phase, situation);
        return off && situation.Instance.Spec.RestartedAt is { } asked && asked > (status.ObservedRestartedAt ?? DateTimeOffset.MinValue)
            ? status with { ObservedRestartedAt = asked }
            : status;
    }

    // A suspend that is abandoned passes SUSPENDED with the machine on.
    private static bool IsOff(InstancePhase? phase, Situation situation) => phase is InstancePhase.Terminated
        || (phase is InstancePhase.Suspended && situation.Seen.State is MachineState.Suspended or MachineState.Stopped or MachineState.Absent or MachineState.Failed);
}
