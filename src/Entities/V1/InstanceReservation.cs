using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Entities.V1;

/// <summary>What an Instance has reserved of its tenant's quota, and what it was charged.</summary>
public sealed record InstanceReservation
{
    /// <summary>Instances: 1.</summary>
    public required int Instances { get; init; }

    /// <summary>Virtual CPUs.</summary>
    public required Quantity Vcpus { get; init; }

    /// <summary>Memory in bytes.</summary>
    public required Quantity Memory { get; init; }

    /// <summary>Boot disk in bytes.</summary>
    public required Quantity Disk { get; init; }

    /// <summary>Credits charged when it was let in; a later change of machine type costs nothing.</summary>
    public required long Credits { get; init; }
}
