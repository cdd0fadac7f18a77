using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>What the operator has seen and granted. Only the operator writes here.</summary>
[Default(ComputeApi.UnseenStatus)]
public sealed record TenantStatus
{
    /// <summary>The metadata.generation that this status was computed for.</summary>
    public long? ObservedGeneration { get; init; }

    /// <summary>What is reserved, item by item. It may be a second or two behind.</summary>
    [Atomic]
    public TenantUsage? Usage { get; init; }

    /// <summary>How many Instances are in each phase, reserved or not. It may be a second or two behind.</summary>
    [Atomic]
    public IReadOnlyDictionary<string, int>? Phases { get; init; }

    /// <summary>How many Instances wait for room.</summary>
    public int? Waiting { get; init; }

    /// <summary>What has been spent.</summary>
    [Atomic]
    public TenantCreditsStatus? Credits { get; init; }

    /// <summary>The operator's own bookkeeping: it keeps a place from being given twice, and an Instance from being charged twice.</summary>
    [Atomic]
    public TenantLedger? Ledger { get; init; }

    /// <summary>Ready and QuotaExceeded.</summary>
    [Items(MaxItems = 32)]
    [ListType(ListKind.Map, "type")]
    public IReadOnlyList<Condition>? Conditions { get; init; }
}
