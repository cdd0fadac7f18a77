using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Compute.Providers;
using ComputeOperator.Compute.Status;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Planning;

/// <summary>
/// One look at an instance: observe, decide, ask the provider for at most one thing, and say what status should be persisted. Touches
/// nothing but the provider; the caller persists, and only then looks again.
/// </summary>
public static class InstancePass
{
    /// <summary>Looks once.</summary>
    /// <param name="instance">The object as last persisted.</param>
    /// <param name="references">What its references mean.</param>
    /// <param name="provider">What runs its machine; null when there is no such provider.</param>
    /// <param name="now">The time.</param>
    /// <param name="mayAct">Asked immediately before the provider is asked for something; false: it is not, as another operator may be at work.</param>
    /// <param name="cancellation">Ends the provider's work.</param>
    public static async ValueTask<PassResult> RunAsync(
        Instance instance, References references, IInstanceProvider? provider, DateTimeOffset now, Func<bool> mayAct, CancellationToken cancellation)
    {
        var situation = new Situation(instance, references, Observation.None, now);
        try
        {
            if (provider is not null)
            {
                var seen = await provider.ObserveAsync(Request(situation), cancellation);
                situation = situation with { Seen = seen };
            }
        }
        catch (ProviderException e)
        {
            return Result(situation, Blind(situation), Failed(e));
        }

        var plan = InstancePlanner.Plan(situation);
        var outcome = await PerformAsync(situation, plan, provider, mayAct, cancellation);
        var gone = plan.Step is Step.Finish
            || (plan.Step.Action is Verb.Delete && outcome is Outcome.Done done && await IsGoneAsync(situation, done, provider!, cancellation));
        return Result(situation, plan, outcome) with { Finished = gone };
    }

    // Also an instance that cannot be observed has a phase from its first status on.
    private static Plan Blind(Situation situation)
    {
        var goal = InstancePlanner.GoalOf(situation);
        Step step = situation.Phase is null && goal != Goal.Deleted ? new Step.Enter(InstancePhase.Provisioning) : new Step.Wait();
        return new(goal, step, Acceptance.Of(situation.Instance, situation.References));
    }

    private static PassResult Result(Situation situation, Plan plan, Outcome outcome) =>
        new(situation, plan, outcome, StatusProjection.Of(situation, plan, outcome));

    private static async ValueTask<Outcome> PerformAsync(
        Situation situation, Plan plan, IInstanceProvider? provider, Func<bool> mayAct, CancellationToken cancellation)
    {
        if (plan.Step.Action is not { } verb || provider is null || !mayAct())
        {
            return new Outcome.NotAsked();
        }

        var request = Request(situation) with
        {
            Shape = StatusProjection.Powered(situation, plan),
            FailedAttempts = BackOffGate.FailedTries(situation, verb),
            Restarting = OperationLog.Active(situation.Instance.Status)?.Type == OperationType.Restart,
        };
        try
        {
            return new Outcome.Done(await (verb switch
            {
                Verb.Create => provider.CreateAsync(request, cancellation),
                Verb.SetPower power => provider.SetPowerAsync(request, power.Target, power.Force, cancellation),
                Verb.Reset reset => provider.ResetAsync(request, reset.Token, cancellation),
                _ => provider.DeleteAsync(request, cancellation),
            }));
        }
        catch (ProviderException e)
        {
            return Failed(e);
        }
    }

    private static MachineRequest Request(Situation situation) => new(situation.Instance, situation.Now)
    {
        IsToBeOff = situation.Phase == InstancePhase.Stopping || InstancePlanner.GoalOf(situation) is Goal.Stopped or Goal.Deleted,
    };

    private static async ValueTask<bool> IsGoneAsync(
        Situation situation, Outcome.Done done, IInstanceProvider provider, CancellationToken cancellation)
    {
        var after = situation.Instance with
        {
            Status = (situation.Instance.Status ?? new InstanceStatus()) with { ProviderState = done.ProviderState },
        };
        try
        {
            var seen = await provider.ObserveAsync(Request(situation with { Instance = after }), cancellation);
            return seen.State == MachineState.Absent;
        }
        catch (ProviderException)
        {
            // What was done is persisted first; the next look says what is wrong.
            return false;
        }
    }

    private static Outcome.Failed Failed(ProviderException e) => new(e.Reason, e.Message, e.IsPermanent);
}

/// <summary>What a look at an instance came to.</summary>
/// <param name="Situation">What it was decided on.</param>
/// <param name="Plan">What was decided.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Status">The status to persist.</param>
public sealed record PassResult(Situation Situation, Plan Plan, Outcome Outcome, InstanceStatus Status)
{
    /// <summary>Whether nothing is left outside of an instance that is being deleted: the finalizer may go, and no status need be written.</summary>
    public bool Finished { get; init; }
}
