namespace ComputeOperator.Compute.Providers;

/// <summary>What a provider can do beyond running and stopping a machine.</summary>
/// <param name="Suspend">It can keep a machine's memory while it is off.</param>
/// <param name="HardReset">It has a reset button.</param>
/// <param name="RequiresImage">Its machines boot from an image.</param>
public sealed record ProviderCapabilities(bool Suspend, bool HardReset, bool RequiresImage)
{
    /// <summary>Names of the annotations of an Instance that it reads. The cache keeps no others, and a change of one is worth a new try.</summary>
    public IReadOnlyList<string> Annotations { get; init; } = [];
}
