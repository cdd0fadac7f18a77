using ComputeOperator.Compute.Providers;

namespace ComputeOperator.Providers;

/// <summary>The providers that are enabled, by name.</summary>
public sealed class ProviderRegistry
{
    private readonly Dictionary<string, IInstanceProvider> _byName;

    /// <summary>A registry of <paramref name="providers"/>, which have different names.</summary>
    public ProviderRegistry(IEnumerable<IInstanceProvider> providers)
    {
        _byName = providers.ToDictionary(p => p.Name, StringComparer.Ordinal);
        Names = [.. _byName.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The names, sorted.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Names of the annotations that one of them reads.</summary>
    public IEnumerable<string> Annotations => All.SelectMany(p => p.Capabilities.Annotations).Distinct(StringComparer.Ordinal);

    /// <summary>All of them.</summary>
    public IEnumerable<IInstanceProvider> All => _byName.Values;

    /// <summary>The provider of that name, or null.</summary>
    public IInstanceProvider? Find(string name) => _byName.GetValueOrDefault(name);
}
