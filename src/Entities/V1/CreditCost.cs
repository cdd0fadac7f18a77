namespace ComputeOperator.Entities.V1;

/// <summary>What an instance costs, once.</summary>
public static class CreditCost
{
    /// <summary>No instance costs more.</summary>
    public const long Most = 1_000_000_000_000;

    private const decimal Mebibyte = 1024m * 1024m;
    private const decimal Gibibyte = 1024m * Mebibyte;
    private const decimal Least = 10;

    /// <summary>The credits for a machine of that type.</summary>
    /// <param name="type">The figures of the machine type.</param>
    public static long Of(MachineTypeSpec type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Of(type.Vcpus.Value, type.Memory.Value, type.Disk.Value);
    }

    /// <summary>5 for every 512 MiB of memory, 2 for every 10 GiB of disk and 10 for every vCPU, rounded up as a whole; at least 10, at most <see cref="Most"/>.</summary>
    /// <param name="vcpus">Virtual CPUs.</param>
    /// <param name="memory">Memory in bytes.</param>
    /// <param name="disk">Disk in bytes.</param>
    public static long Of(decimal vcpus, decimal memory, decimal disk)
    {
        var cost = (memory / Mebibyte / 512m * 5m) + (disk / Gibibyte / 10m * 2m) + (vcpus * 10m);
        return (long)Math.Ceiling(Math.Clamp(cost, Least, Most));
    }
}
