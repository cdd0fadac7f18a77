using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>What an Instance has reserved of its tenant's quota, and what it was charged.</summary>
public sealed record InstanceReservation
{
    /// <summary>Instances: 1.</summary>
    [RangeMinimum(0)]
    [RangeMaximum(1)]
    public required int Instances { get; init; }

    /// <summary>Virtual CPUs.</summary>
    public required Quantity Vcpus { get; init; }

    /// <summary>Memory in bytes.</summary>
    public required Quantity Memory { get; init; }

    /// <summary>Boot disk in bytes.</summary>
    public required Quantity Disk { get; init; }

    /// <summary>Credits charged when it was let in; a later change of machine type costs nothing.</summary>
    [RangeMinimum(0)]
    [RangeMaximum(CreditCost.Most)]
    public required long Credits { get; init; }

    /// <summary>
    /// The voucher of the tenant by which it was let in at once; absent: the tenant decided first. As long as the Tenant's status.ledger.vouchers
    /// names it, the credits are not in status.credits.spent yet.
    /// </summary>
    [RangeMinimum(1)]
    [RangeMaximum(TenantLedger.LargestVoucher)]
    public long? Voucher { get; init; }
}
