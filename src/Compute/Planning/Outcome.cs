using System.Text.Json;

namespace ComputeOperator.Compute.Planning;

/// <summary>What came of the provider being asked.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>It was not asked for anything.</summary>
    public sealed record NotAsked : Outcome;

    /// <summary>It did, or has begun, what was asked.</summary>
    /// <param name="ProviderState">What it wants remembered.</param>
    public sealed record Done(JsonElement? ProviderState) : Outcome;

    /// <summary>It could not.</summary>
    /// <param name="Reason">One CamelCase word.</param>
    /// <param name="Message">A sentence.</param>
    /// <param name="IsPermanent">The same try would fail again until the user changes something.</param>
    public sealed record Failed(string Reason, string Message, bool IsPermanent) : Outcome;
}
