using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>
/// Reservations on their way from the decision to the Instance that shows them. Its size depends on what is under way, not
/// on how many Instances there are or were.
/// </summary>
public sealed record TenantLedger
{
    /// <summary>Entries at most: it bounds the size of the Tenant.</summary>
    public const int MostPending = 100;

    /// <summary>
    /// Granted and charged, but not yet seen in the status of the Instance; by the Instance's uid. Each is the Instance (namespace/name), the version
    /// of it that the decision was made on, and what was granted: instances, vcpus, memory, disk, credits; such as <c>acme/web-1 8021 1 2 4Gi 10Gi 34</c>.
    /// </summary>
    [Items(MaxItems = MostPending)]
    public IReadOnlyDictionary<string, LedgerEntry>? Pending { get; init; }

    /// <summary>
    /// The latest version of Instances by which the reservation of one was seen, or one was seen to be gone, and was therefore dropped
    /// from pending. Whoever has not seen that version yet must not grant anything.
    /// </summary>
    public string? CountedVersion { get; init; }

    /// <summary>The largest number of a voucher: far above any number of milliseconds since 1970, with which the numbers begin.</summary>
    public const long LargestVoucher = 9_000_000_000_000_000;

    /// <summary>Characters of <see cref="Vouchers"/> at most.</summary>
    public const int LongestVouchers = 4096;

    /// <summary>
    /// Vouchers that have been issued and not been charged for, as ranges of numbers in ascending order; only a tenant without quota and credit limit
    /// issues any. An Instance that shows one of them was let in by it, and is charged by the write that takes it from here.
    /// </summary>
    [Pattern("^[0-9]{1,16}(-[0-9]{1,16})?( [0-9]{1,16}(-[0-9]{1,16})?)*$")]
    [Length(MaxLength = LongestVouchers)]
    public string? Vouchers { get; init; }

    /// <summary>The highest number of a voucher that was ever issued.</summary>
    [RangeMinimum(1)]
    [RangeMaximum(LargestVoucher)]
    public long? LastVoucher { get; init; }
}
