using ComputeOperator.Entities.V1;

namespace ComputeOperator.Operator.Instances;

/// <summary>How Instances are found other than by name.</summary>
internal static class InstanceIndexes
{
    /// <summary>By <c>spec.machineType</c>.</summary>
    public const string MachineType = "machineType";

    /// <summary>By <c>namespace/parent</c>.</summary>
    public const string Parent = "parent";

    public static IReadOnlyDictionary<string, Func<Instance, IEnumerable<string>>> All { get; } =
        new Dictionary<string, Func<Instance, IEnumerable<string>>>
        {
            [MachineType] = instance => [instance.Spec.MachineType],
            [Parent] = instance => instance.Spec.Parent is { } parent ? [ParentKey(instance.Metadata.Namespace, parent)] : [],
        };

    public static string ParentKey(string? ns, string name) => $"{ns}/{name}";
}
