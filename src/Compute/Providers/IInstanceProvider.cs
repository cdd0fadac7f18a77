using System.Text.Json;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Providers;

/// <summary>
/// What runs machines. Every verb is idempotent and keyed by the Instance's uid, returns without waiting for the machine, and
/// survives a crash before its result is recorded: what it finds of an earlier call it adopts. A verb returns what must be
/// remembered in <c>status.providerState</c>; a failure that can be explained is a <see cref="ProviderException"/>.
/// </summary>
public interface IInstanceProvider
{
    /// <summary>The name in <c>spec.provider</c>.</summary>
    string Name { get; }

    /// <summary>What it can do.</summary>
    ProviderCapabilities Capabilities { get; }

    /// <summary>Looks at the machine.</summary>
    ValueTask<Observation> ObserveAsync(MachineRequest request, CancellationToken cancellation);

    /// <summary>Makes the machine with the requested shape and powers it on.</summary>
    ValueTask<JsonElement?> CreateAsync(MachineRequest request, CancellationToken cancellation);

    /// <summary>Brings the machine to <paramref name="target"/>; with <paramref name="force"/> without asking the guest.</summary>
    ValueTask<JsonElement?> SetPowerAsync(MachineRequest request, PowerState target, bool force, CancellationToken cancellation);

    /// <summary>Resets the machine, at most once per <paramref name="token"/>.</summary>
    ValueTask<JsonElement?> ResetAsync(MachineRequest request, string token, CancellationToken cancellation);

    /// <summary>Removes the machine, whatever state it is in.</summary>
    ValueTask<JsonElement?> DeleteAsync(MachineRequest request, CancellationToken cancellation);

    /// <summary>Instances whose machine changed by itself, as they change; ends never or when cancelled.</summary>
    IAsyncEnumerable<ResourceKey> ChangesAsync(CancellationToken cancellation);
}
