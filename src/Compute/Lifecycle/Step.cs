using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Lifecycle;

/// <summary>What to do next about an instance.</summary>
public abstract record Step
{
    private Step()
    {
    }

    /// <summary>What is seen is what is wanted.</summary>
    public sealed record Settled : Step;

    /// <summary>The machine is on its way; look again then, or when the provider reports a change.</summary>
    public sealed record Wait(TimeSpan? For = null) : Step;

    /// <summary>Ask the provider for <paramref name="Verb"/>, if any, and persist the new phase.</summary>
    public sealed record Enter(InstancePhase Phase, Verb? Verb = null) : Step;

    /// <summary>Ask the provider again within the same phase.</summary>
    public sealed record Perform(Verb Verb) : Step;

    /// <summary>The last try failed; the next one is due then.</summary>
    public sealed record BackOff(TimeSpan For) : Step;

    /// <summary>Nothing can be done until the user acts.</summary>
    public sealed record Blocked(string Reason, string Message) : Step;

    /// <summary>The tenant has no room for it; it is let in, in its turn, when there is.</summary>
    public sealed record AwaitRoom(string Message) : Step;

    /// <summary>The instances that have this one as parent go first.</summary>
    public sealed record AwaitChildren(IReadOnlyList<string> Names) : Step;

    /// <summary>Nothing is left outside: the object may go.</summary>
    public sealed record Finish : Step;

    /// <summary>What the provider is asked to do, if anything.</summary>
    public Verb? Action => this switch
    {
        Enter enter => enter.Verb,
        Perform perform => perform.Verb,
        _ => null,
    };
}
