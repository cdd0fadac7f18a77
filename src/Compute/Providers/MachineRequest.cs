using System.Text.Json;
using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Providers;

/// <summary>Which machine is meant, and what a provider needs to know of it.</summary>
/// <param name="Instance">The Instance; its uid identifies the machine.</param>
/// <param name="Now">The time.</param>
public sealed record MachineRequest(Instance Instance, DateTimeOffset Now)
{
    /// <summary>How large the machine is to be when it powers on; absent for verbs that do not power on.</summary>
    public PoweredMachineType? Shape { get; init; }

    /// <summary>How many tries at what is asked have failed in a row before this one.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>Whether this powers on as the second half of a restart.</summary>
    public bool Restarting { get; init; }

    /// <summary>Whether the machine is to be off, or gone: settings of it that are wrong must not keep it on.</summary>
    public bool IsToBeOff { get; init; }

    /// <summary>Identity of the machine.</summary>
    public string Uid => Instance.Metadata.Uid ?? "";

    /// <summary>What the provider returned to be remembered the last time.</summary>
    public JsonElement? State => Instance.Status?.ProviderState;
}
