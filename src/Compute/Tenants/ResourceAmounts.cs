using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tenants;

/// <summary>How much of each item of a quota.</summary>
/// <param name="Instances">Instances.</param>
/// <param name="Vcpus">Virtual CPUs.</param>
/// <param name="Memory">Memory in bytes.</param>
/// <param name="Disk">Disk in bytes.</param>
public readonly record struct ResourceAmounts(int Instances, decimal Vcpus, decimal Memory, decimal Disk)
{
    /// <summary>What an instance of this size costs.</summary>
    public long Cost => CreditCost.Of(Vcpus, Memory, Disk);

    /// <summary>What one machine of that type takes.</summary>
    public static ResourceAmounts Of(MachineTypeSpec type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new(1, type.Vcpus.Value, type.Memory.Value, type.Disk.Value);
    }

    /// <summary>What a machine takes that was powered on like that.</summary>
    public static ResourceAmounts Of(PoweredMachineType machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return new(1, machine.Vcpus.Value, machine.Memory.Value, machine.Disk.Value);
    }

    /// <summary>What is reserved; nothing when there is no reservation. One that somebody made up spoils no sum: it is an instance at most, and nothing negative.</summary>
    public static ResourceAmounts Of(InstanceReservation? reservation) => reservation is null
        ? default
        : Max(default, new(Math.Min(1, reservation.Instances), reservation.Vcpus.Value, reservation.Memory.Value, reservation.Disk.Value));

    /// <summary>The sum, item by item.</summary>
    public static ResourceAmounts operator +(ResourceAmounts left, ResourceAmounts right) =>
        new(left.Instances + right.Instances, left.Vcpus + right.Vcpus, left.Memory + right.Memory, left.Disk + right.Disk);

    /// <summary>The difference, item by item.</summary>
    public static ResourceAmounts operator -(ResourceAmounts left, ResourceAmounts right) =>
        new(left.Instances - right.Instances, left.Vcpus - right.Vcpus, left.Memory - right.Memory, left.Disk - right.Disk);

    /// <summary>The larger, item by item.</summary>
    public static ResourceAmounts Max(ResourceAmounts left, ResourceAmounts right) => new(
        Math.Max(left.Instances, right.Instances), Math.Max(left.Vcpus, right.Vcpus),
        Math.Max(left.Memory, right.Memory), Math.Max(left.Disk, right.Disk));

    /// <summary>Whether this is enough for <paramref name="other"/> in every item.</summary>
    public bool Covers(ResourceAmounts other) => Max(this, other) == this;

    /// <summary>As status shows it.</summary>
    public InstanceReservation ToReservation(long credits) => new()
    {
        Instances = Instances,
        Vcpus = new(Vcpus),
        Memory = new(Memory, binary: true),
        Disk = new(Disk, binary: true),
        Credits = Math.Clamp(credits, 0, CreditCost.Most),
    };
}
