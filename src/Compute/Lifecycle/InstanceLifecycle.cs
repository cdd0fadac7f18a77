using System.Collections.Frozen;
using ComputeOperator.Entities.V1;
using static ComputeOperator.Compute.Lifecycle.MachineState;

namespace ComputeOperator.Compute.Lifecycle;

/// <summary>
/// The transition table of an instance: from where it is, what is wanted and what is seen, the one next step. Total and
/// pure; each switch names every combination, so that a new member of an enum fails to compile until it is decided here.
/// </summary>
public static class InstanceLifecycle
{
    /// <summary>Every edge that exists; a null origin is an instance without a status.</summary>
    public static FrozenSet<(InstancePhase? From, InstancePhase To)> Edges { get; } = new (InstancePhase?, InstancePhase)[]
    {
        (null, InstancePhase.Provisioning),
        (InstancePhase.Provisioning, InstancePhase.Staging),
        (InstancePhase.Provisioning, InstancePhase.Terminated),
        (InstancePhase.Staging, InstancePhase.Running),
        (InstancePhase.Staging, InstancePhase.Stopping),
        (InstancePhase.Running, InstancePhase.Stopping),
        (InstancePhase.Running, InstancePhase.Suspending),
        (InstancePhase.Running, InstancePhase.Repairing),
        (InstancePhase.Stopping, InstancePhase.Terminated),
        (InstancePhase.Suspending, InstancePhase.Suspended),
        (InstancePhase.Terminated, InstancePhase.Staging),
        (InstancePhase.Suspended, InstancePhase.Staging),
        (InstancePhase.Suspended, InstancePhase.Stopping),
        (InstancePhase.Repairing, InstancePhase.Staging),
        (InstancePhase.Repairing, InstancePhase.Stopping),
    }.ToFrozenSet();

    /// <summary>The next step.</summary>
    public static Step Next(InstancePhase? phase, Goal goal, MachineState seen) =>
        phase is { } current ? From(current, goal, seen)
        : goal == Goal.Deleted ? Remove(seen)
        : new Step.Enter(InstancePhase.Provisioning);

    private static Step From(InstancePhase phase, Goal goal, MachineState seen) => phase switch
    {
        InstancePhase.Provisioning => FromProvisioning(goal, seen),
        InstancePhase.Staging => FromStaging(goal, seen),
        InstancePhase.Running => FromRunning(goal, seen),
        InstancePhase.Stopping => FromStopping(seen),
        InstancePhase.Terminated => FromTerminated(goal, seen),
        InstancePhase.Suspending => FromSuspending(goal, seen),
        InstancePhase.Suspended => FromSuspended(goal, seen),
        InstancePhase.Repairing => FromRepairing(goal, seen),
    };

    private static Step FromProvisioning(Goal goal, MachineState seen) => (goal, seen) switch
    {
        (Goal.Deleted, _) => Remove(seen),
        (Goal.Running or Goal.PowerCycle or Goal.Suspended, _) => new Step.Enter(InstancePhase.Staging, PowerOn(seen)),
        (Goal.Stopped, Absent or Stopped) => new Step.Enter(InstancePhase.Terminated),
        // Made before a crash that lost the phase: there is no edge to STOPPING but through STAGING.
        (Goal.Stopped, Starting or MachineState.Running or Suspending or Suspended or Stopping or Failed) =>
            new Step.Enter(InstancePhase.Staging),
    };

    private static Step FromStaging(Goal goal, MachineState seen) => (goal, seen) switch
    {
        (Goal.Deleted, _) => Remove(seen),
        (Goal.Stopped, _) => new Step.Enter(InstancePhase.Stopping, PowerOff(seen)),
        (Goal.Running or Goal.PowerCycle or Goal.Suspended, MachineState.Running) => new Step.Enter(InstancePhase.Running),
        (Goal.Running or Goal.PowerCycle or Goal.Suspended, Starting or Stopping or Suspending) => new Step.Wait(),
        (Goal.Running or Goal.PowerCycle or Goal.Suspended, Absent or Stopped or Suspended or Failed) => PerformPowerOn(seen),
    };

    private static Step FromRunning(Goal goal, MachineState seen) => (goal, seen) switch
    {
        (Goal.Deleted or Goal.Stopped or Goal.PowerCycle, _) => new Step.Enter(InstancePhase.Stopping, PowerOff(seen)),
        (Goal.Running, MachineState.Running) => new Step.Settled(),
        (Goal.Running, Starting or Stopping or Suspending) => new Step.Wait(),
        (Goal.Running, Absent or Stopped or Suspended or Failed) => new Step.Enter(InstancePhase.Repairing),
        (Goal.Suspended, MachineState.Running) => new Step.Enter(InstancePhase.Suspending, new Verb.SetPower(PowerState.Suspended)),
        (Goal.Suspended, Suspending or Suspended) => new Step.Enter(InstancePhase.Suspending),
        (Goal.Suspended, Starting or Stopping) => new Step.Wait(),
        (Goal.Suspended, Absent or Stopped or Failed) => new Step.Enter(InstancePhase.Repairing),
    };

    // What is wanted does not matter: the only way out is down.
    private static Step FromStopping(MachineState seen) => seen switch
    {
        Absent or Stopped => new Step.Enter(InstancePhase.Terminated),
        Stopping => new Step.Wait(),
        Starting or MachineState.Running or Suspending or Suspended or Failed => new Step.Perform(new Verb.SetPower(PowerState.Stopped)),
    };

    private static Step FromTerminated(Goal goal, MachineState seen) => (goal, seen) switch
    {
        (Goal.Deleted, _) => Remove(seen),
        (Goal.Running or Goal.PowerCycle or Goal.Suspended, _) => new Step.Enter(InstancePhase.Staging, PowerOn(seen)),
        (Goal.Stopped, Absent or Stopped) => new Step.Settled(),
        (Goal.Stopped, Stopping) => new Step.Wait(),
        (Goal.Stopped, Starting or MachineState.Running or Suspending or Suspended or Failed) =>
            new Step.Perform(new Verb.SetPower(PowerState.Stopped)),
    };

    private static Step FromSuspending(Goal goal, MachineState seen) => (goal, seen) switch
    {
        (_, Suspended) => new Step.Enter(InstancePhase.Suspended),
        (_, Suspending or Starting or Stopping) => new Step.Wait(),
        (Goal.Suspended, MachineState.Running) => new Step.Perform(new Verb.SetPower(PowerState.Suspended)),
        (Goal.Suspended, Absent or Stopped or Failed) => PerformPowerOn(seen),
        (Goal.Deleted, Absent or Stopped or Failed) => Remove(seen),
        // Nothing is left to suspend, or it could not be and is not wanted any more; SUSPENDED is the only way on to where it should be.
        (Goal.Stopped or Goal.Running or Goal.PowerCycle, Absent or Stopped or Failed or MachineState.Running) or (Goal.Deleted, MachineState.Running) =>
            new Step.Enter(InstancePhase.Suspended),
    };

    private static Step FromSuspended(Goal goal, MachineState seen) => (goal, seen) switch
    {
        (Goal.Deleted or Goal.Stopped, _) => new Step.Enter(InstancePhase.Stopping, PowerOff(seen)),
        (Goal.Running or Goal.PowerCycle, _) => new Step.Enter(InstancePhase.Staging, PowerOn(seen)),
        (Goal.Suspended, Suspended) => new Step.Settled(),
        (Goal.Suspended, Starting or Stopping or Suspending) => new Step.Wait(),
        (Goal.Suspended, MachineState.Running) => new Step.Perform(new Verb.SetPower(PowerState.Suspended)),
        // A machine without a memory image cannot be suspended: it must run first.
        (Goal.Suspended, Absent or Stopped or Failed) => new Step.Enter(InstancePhase.Staging, PowerOn(seen)),
    };

    private static Step FromRepairing(Goal goal, MachineState seen) => goal switch
    {
        Goal.Deleted or Goal.Stopped => new Step.Enter(InstancePhase.Stopping, PowerOff(seen)),
        Goal.Running or Goal.PowerCycle or Goal.Suspended => new Step.Enter(InstancePhase.Staging, PowerOn(seen)),
    };

    private static Step Remove(MachineState seen) =>
        seen == Absent ? new Step.Finish() : new Step.Perform(new Verb.Delete());

    private static Step.Perform PerformPowerOn(MachineState seen) =>
        new(seen == Absent ? new Verb.Create() : new Verb.SetPower(PowerState.Running));

    private static Verb? PowerOn(MachineState seen) => seen switch
    {
        Absent => new Verb.Create(),
        Stopped or Suspended or Failed => new Verb.SetPower(PowerState.Running),
        // Already coming up, or to be asked once it has come to rest.
        Starting or MachineState.Running or Stopping or Suspending => null,
    };

    private static Verb? PowerOff(MachineState seen) => seen switch
    {
        Absent or Stopped or Stopping => null,
        Starting or MachineState.Running or Suspending or Suspended or Failed => new Verb.SetPower(PowerState.Stopped),
    };
}
