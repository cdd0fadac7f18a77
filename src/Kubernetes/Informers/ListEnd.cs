using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>The end of a list, which shows everything that there is in its version.</summary>
/// <param name="Version">The version of the list.</param>
/// <param name="HasGoneBack">Whether the store held a later version before it began: the server has another history now, as after a restore.</param>
internal readonly record struct ListEnd(string? Version, bool HasGoneBack = false)
{
    /// <summary>
    /// Whether the list is right about an object of which the store holds this version, and the list shows an older one or none. A later
    /// version than the list's is that of a write made meanwhile.
    /// </summary>
    public bool Overrules(string? held) => HasGoneBack || !ResourceVersion.IsNewer(held, Version);
}
