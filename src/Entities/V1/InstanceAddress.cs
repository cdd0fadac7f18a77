using ComputeOperator.Kubernetes.Meta.Schema;

namespace ComputeOperator.Entities.V1;

/// <summary>One address of a machine.</summary>
public sealed record InstanceAddress
{
    /// <summary>What sort of address.</summary>
    public required AddressType Type { get; init; }

    /// <summary>The address itself.</summary>
    [Length(MaxLength = 253)]
    public required string Address { get; init; }
}

/// <summary>What sort of address; the words are those of the core Node type.</summary>
public enum AddressType
{
    /// <summary>An IP address of the inside network.</summary>
    InternalIP,

    /// <summary>An IP address that is reached from outside.</summary>
    ExternalIP,

    /// <summary>A host name.</summary>
    Hostname,
}
