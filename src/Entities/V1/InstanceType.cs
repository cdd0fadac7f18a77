namespace ComputeOperator.Entities.V1;

/// <summary>What sort of machine.</summary>
public enum InstanceType
{
    /// <summary>A virtual machine.</summary>
    VirtualMachine,

    /// <summary>A container.</summary>
    Container,
}
