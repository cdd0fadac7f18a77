using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tenants;

/// <summary>What an instance was told when it asked its tenant for room.</summary>
public abstract record Admission
{
    private Admission()
    {
    }

    /// <summary>What it has been given so far, whether or not that is all it needs; its status shows as much from the next write on.</summary>
    public InstanceReservation? Has { get; init; }

    /// <summary>It has what it needs, and the tenant lets it run.</summary>
    public sealed record Reserved : Admission;

    /// <summary>Not decided yet: the decision is on its way, or nothing was asked because the references do not hold.</summary>
    public sealed record Undecided : Admission;

    /// <summary>There is no room now; it is let in, in its turn, when there is.</summary>
    /// <param name="Message">A sentence with the numbers.</param>
    public sealed record Waiting(string Message) : Admission
    {
        /// <summary>Whether it is the next one to be let in.</summary>
        public bool IsFirst { get; init; }
    }

    /// <summary>Somebody must act.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Message">A sentence that says what is allowed.</param>
    public sealed record Refused(RefusalReason Reason, string Message) : Admission;
}

/// <summary>Why an instance is not let in, or may not be started again; the words are the reasons of the condition QuotaReserved.</summary>
public enum RefusalReason
{
    /// <summary>There is no such Tenant, or it is being deleted.</summary>
    TenantNotFound,

    /// <summary>The Tenant is suspended.</summary>
    TenantSuspended,

    /// <summary>The Tenant does not list the namespace.</summary>
    NamespaceNotAllowed,

    /// <summary>It needs more than the whole quota.</summary>
    QuotaExceeded,

    /// <summary>It costs more than is left.</summary>
    CreditsExhausted,
}
