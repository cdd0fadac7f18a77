using ComputeOperator.Entities.V1;

namespace ComputeOperator.Gateway.Instances;

/// <summary>Which Instances of a list are wanted.</summary>
/// <param name="FieldSelector">The same for the API server; null: all.</param>
/// <param name="IsWanted">Whether one is.</param>
/// <param name="IsOfSpec">Whether it is about a field by which not every API server selects.</param>
internal sealed record InstanceSelector(string? FieldSelector, Func<Instance, bool> IsWanted, bool IsOfSpec)
{
    public static InstanceSelector All { get; } = new(null, static _ => true, false);

    public static InstanceSelector Zone(string zone) => new($"spec.zone={zone}", instance => instance.Spec.Zone == zone, true);

    public static InstanceSelector Tenant(string tenant) => new($"spec.tenant={tenant}", instance => instance.Spec.Tenant == tenant, true);

    public static InstanceSelector Name(string name) => new($"metadata.name={name}", instance => instance.Metadata.Name == name, false);
}
