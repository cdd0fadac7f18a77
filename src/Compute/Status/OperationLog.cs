using System.Globalization;
using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Planning;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Status;

/// <summary>The last operations of an instance, kept in step with its phases.</summary>
public static class OperationLog
{
    private const int Kept = 10;

    /// <summary>The log after a step.</summary>
    /// <param name="situation">What the step was decided on.</param>
    /// <param name="plan">The step.</param>
    /// <param name="phase">The phase after it.</param>
    /// <param name="retry">The failure that is being retried after it, if any.</param>
    public static IReadOnlyList<InstanceOperation>? After(Situation situation, Plan plan, InstancePhase? phase, RetryStatus? retry)
    {
        var log = situation.Instance.Status?.Operations ?? [];
        var begun = Begun(situation, plan, phase);
        var now = Instants.Seconds(situation.Now);
        if (begun is { } type)
        {
            log = [.. log.Select(o => o.Status == OperationStatus.Running ? Ended(o, now, Superseded(o, type)) : o), New(situation, type, log.Count, now)];
        }

        if (log.Count == 0)
        {
            return null;
        }

        var last = log[^1];
        var updated = last.Status == OperationStatus.Running ? Updated(last, situation, plan, phase, retry, now) : last;
        var kept = ReferenceEquals(updated, last) ? log : [.. log.Take(log.Count - 1), updated];
        return kept.Count > Kept ? [.. kept.Skip(kept.Count - Kept)] : kept;
    }

    /// <summary>The log after what was under way has been done.</summary>
    /// <param name="log">The log so far.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<InstanceOperation>? Closed(IReadOnlyList<InstanceOperation>? log, DateTimeOffset now) =>
        log is null ? null : [.. log.Select(o => o.Status == OperationStatus.Running ? Ended(o, Instants.Seconds(now), null) : o)];

    /// <summary>The operation under way, if any.</summary>
    public static InstanceOperation? Active(InstanceStatus? status) =>
        status?.Operations is { Count: > 0 } log && log[^1].Status == OperationStatus.Running ? log[^1] : null;

    /// <summary>How often the machine was repaired in the ten minutes before <paramref name="now"/>.</summary>
    public static int RecentRepairs(InstanceStatus? status, DateTimeOffset now) =>
        status?.Operations?.Count(o => o.Type == OperationType.Repair && o.StartTime > now.AddMinutes(-10) && o.StartTime <= now) ?? 0;

    /// <summary>Whether a machine that should have come back with its memory is powered on without: there is none any more, or never was.</summary>
    public static bool BootsInsteadOfResuming(Situation situation, Plan plan) =>
        plan.Step.Action is { PowersOn: true }
        && situation.Seen.State != MachineState.Suspended
        && (situation.Phase == InstancePhase.Suspended
            || (situation.Phase == InstancePhase.Staging && Active(situation.Instance.Status)?.Type == OperationType.Resume));

    private static OperationType? Begun(Situation situation, Plan plan, InstancePhase? phase)
    {
        var active = Active(situation.Instance.Status)?.Type;
        if (plan.Goal == Goal.Deleted)
        {
            return active == OperationType.Delete || phase is null ? null : OperationType.Delete;
        }

        if (plan.Step is Step.Perform { Verb: Verb.Reset })
        {
            // Without a failure to retry, the one under way has been done; its machine is still on its way up.
            return active == OperationType.Reset && situation.Retry is not null ? null : OperationType.Reset;
        }

        return plan.Step switch
        {
            Step.Enter enter => BegunBy(situation, enter.Phase, plan.Goal, active),
            Step.Perform when BootsInsteadOfResuming(situation, plan) => OperationType.Start,
            // Switched on by somebody else: its deadline counts from here.
            Step.Perform { Verb: Verb.SetPower { Target: PowerState.Stopped } } when phase == InstancePhase.Terminated && StopDeadline.StopInTerminated(situation) is null =>
                OperationType.Stop,
            _ => null,
        };
    }

    private static OperationType? BegunBy(Situation situation, InstancePhase to, Goal goal, OperationType? active) => to switch
    {
        InstancePhase.Provisioning => OperationType.Insert,
        InstancePhase.Stopping => goal == Goal.PowerCycle ? OperationType.Restart : OperationType.Stop,
        InstancePhase.Suspending => OperationType.Suspend,
        InstancePhase.Repairing => OperationType.Repair,
        InstancePhase.Staging => situation.Phase switch
        {
            InstancePhase.Terminated => active == OperationType.Restart ? null : OperationType.Start,
            InstancePhase.Suspended => situation.Seen.State == MachineState.Suspended ? OperationType.Resume : OperationType.Start,
            _ => null,
        },
        InstancePhase.Running or InstancePhase.Terminated or InstancePhase.Suspended => null,
    };

    private static InstanceOperation Updated(
        InstanceOperation active, Situation situation, Plan plan, InstancePhase? phase, RetryStatus? retry, DateTimeOffset now)
    {
        var reached = active.Type switch
        {
            OperationType.Insert => phase is InstancePhase.Running or InstancePhase.Terminated or InstancePhase.Suspended,
            OperationType.Start or OperationType.Resume or OperationType.Repair => phase == InstancePhase.Running,
            OperationType.Restart => phase == InstancePhase.Running && situation.Phase != InstancePhase.Running,
            OperationType.Reset => false,
            OperationType.Stop => phase == InstancePhase.Terminated
                && (situation.Phase != InstancePhase.Terminated || situation.Seen.State is MachineState.Stopped or MachineState.Absent),
            OperationType.Suspend => phase == InstancePhase.Suspended && situation.Seen.State == MachineState.Suspended,
            OperationType.Delete => false,
        };
        if (reached)
        {
            return Ended(active, now, null);
        }

        if (active.Type == OperationType.Restart && phase == InstancePhase.Terminated && plan.Goal == Goal.Stopped)
        {
            return Ended(active, now, $"superseded by {Word(OperationType.Stop)}");
        }

        // A reset that is done, or failed and is not wanted any more; and what somebody else's change of the phase has overtaken.
        if (plan.Step is Step.Settled)
        {
            return Ended(active, now, active.Error);
        }

        var progress = phase is InstancePhase.Staging or InstancePhase.Terminated ? 50 : active.Progress;
        return active.Progress == progress && active.Error == retry?.LastError ? active : active with { Progress = progress, Error = retry?.LastError };
    }

    private static InstanceOperation New(Situation situation, OperationType type, int index, DateTimeOffset now) => new()
    {
        Id = "operation-" + InstanceIdentity.Hash($"{situation.Instance.Metadata.Uid}/{type}/{situation.Now.UtcTicks}/{index}")
            .ToString("x16", CultureInfo.InvariantCulture),
        Type = type,
        Generation = situation.Instance.Metadata.Generation,
        StartTime = now,
        Status = OperationStatus.Running,
        Progress = 0,
    };

    private static string? Superseded(InstanceOperation operation, OperationType by) =>
        operation.Type == OperationType.Reset && by == OperationType.Reset ? null : $"superseded by {Word(by)}";

    private static InstanceOperation Ended(InstanceOperation operation, DateTimeOffset now, string? error) =>
        operation with { Status = OperationStatus.Done, EndTime = now, Progress = 100, Error = error };

    private static string Word(OperationType type) => type switch
    {
        OperationType.Insert => "insert",
        OperationType.Start => "start",
        OperationType.Stop => "stop",
        OperationType.Suspend => "suspend",
        OperationType.Resume => "resume",
        OperationType.Restart => "restart",
        OperationType.Reset => "reset",
        OperationType.Repair => "repair",
        OperationType.Delete => "delete",
    };
}
