using ComputeOperator.Compute.Lifecycle;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Providers;

/// <summary>What a provider sees of a machine.</summary>
/// <param name="State">Its state.</param>
public sealed record Observation(MachineState State)
{
    /// <summary>No machine.</summary>
    public static Observation None { get; } = new(MachineState.Absent);

    /// <summary>When a change is expected, for providers that cannot announce it.</summary>
    public TimeSpan? RecheckAfter { get; init; }

    /// <summary>Where the machine is reached, while it runs.</summary>
    public IReadOnlyList<InstanceAddress>? Addresses { get; init; }

    /// <summary>Why it is in this state, where the provider knows.</summary>
    public string? Message { get; init; }
}
