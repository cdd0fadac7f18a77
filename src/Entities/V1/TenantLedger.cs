using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>
/// Reservations on their way from the decision to the Instance that shows them. Its size depends on what is under way, not
/// on how many Instances there are or were.
/// </summary>
public sealed record TenantLedger
{
    /// <summary>Granted and charged, but not yet seen in the status of the Instance; by the Instance's uid.</summary>
    [Items(MaxItems = 128)]
    public IReadOnlyDictionary<string, LedgerEntry>? Pending { get; init; }

    /// <summary>
    /// The latest version of an Instance in which a reservation was seen and therefore dropped from pending. Whoever has
    /// not seen that version yet must not grant anything.
    /// </summary>
    public string? CountedVersion { get; init; }
}

/// <summary>A reservation that was granted to one Instance.</summary>
public sealed record LedgerEntry
{
    /// <summary>Namespace of the Instance.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the Instance.</summary>
    public required string Name { get; init; }

    /// <summary>The version of the Instance that the decision was made on.</summary>
    public required string ResourceVersion { get; init; }

    /// <summary>What was granted.</summary>
    public required InstanceReservation Reservation { get; init; }
}
