using ComputeOperator.Entities.V1;

namespace ComputeOperator.Gateway.Gce.Operations;

/// <summary>What an operation of this dialect does.</summary>
/// <param name="Code">Its word in the names of operations: lower case, no dash.</param>
/// <param name="Type">Its word in answers.</param>
/// <param name="Lifecycle">What the operator records for it; absent: done with the write that asked for it.</param>
/// <param name="IsRefused">Whether the instance was not in a state for it, which this dialect says in the operation.</param>
internal sealed record OperationKind(string Code, string Type, OperationType? Lifecycle = null, bool IsRefused = false)
{
    public static OperationKind SetMachineType { get; } = new("setmachinetype", "setMachineType");

    public static OperationKind SetMetadata { get; } = new("setmetadata", "setMetadata");

    public static OperationKind SetLabels { get; } = new("setlabels", "setLabels");

    public static OperationKind SetTags { get; } = new("settags", "setTags");

    public static OperationKind SetDeletionProtection { get; } = new("setprotection", "setDeletionProtection");

    public static OperationKind UpdateShieldedInstanceConfig { get; } = new("setshielded", "updateShieldedInstanceConfig");

    private static readonly OperationKind[] OfLifecycle =
        [.. Enum.GetValues<OperationType>().Select(type => new OperationKind(type.ToString().ToLowerInvariant(), type.ToString().ToLowerInvariant(), type))];

    private static readonly Dictionary<string, OperationKind> ByCode =
        OfLifecycle.Concat([SetMachineType, SetMetadata, SetLabels, SetTags, SetDeletionProtection, UpdateShieldedInstanceConfig])
            .SelectMany(kind => new[] { kind, kind.Refused() })
            .ToDictionary(kind => kind.Code, StringComparer.Ordinal);

    /// <summary>What the operator records as <paramref name="type"/>.</summary>
    public static OperationKind Of(OperationType type) => OfLifecycle[(int)type];

    /// <summary>The kind of a word in an operation's name; null when there is none.</summary>
    public static OperationKind? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>The same, asked for of an instance in no state for it.</summary>
    public OperationKind Refused() => IsRefused ? this : this with { Code = Code + "refused", Lifecycle = null, IsRefused = true };
}
