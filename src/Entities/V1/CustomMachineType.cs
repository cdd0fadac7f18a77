using System.Globalization;

namespace ComputeOperator.Entities.V1;

/// <summary>
/// Machine types that exist by their name alone: <c>custom-N-M</c> has N vCPUs and M MiB of memory, in the steps of Google Compute Engine;
/// <c>custom-N-M-D</c> has D GiB of disk too, and any figures. A MachineType object of the same name goes before.
/// </summary>
public static class CustomMachineType
{
    /// <summary>What a name looks like, for messages.</summary>
    public const string Form = "custom-N-M[-D]";

    /// <summary>What a name may be, for messages.</summary>
    public const string Allowed =
        "custom-N-M with N vCPUs (1, or an even number up to 96) and M MiB of memory (a multiple of 256, up to 6656 per vCPU); "
        + "or custom-N-M-D with N vCPUs (up to 1024), M MiB of memory (up to 67108864) and D GiB of disk (up to 65536)";

    /// <summary>Most vCPUs where the disk is named too.</summary>
    public const int MostVcpus = 1024;

    /// <summary>Most memory in MiB where the disk is named too.</summary>
    public const int MostMemory = 64 * 1024 * 1024;

    /// <summary>Largest disk in GiB.</summary>
    public const int MostDisk = 64 * 1024;

    private const string Prefix = "custom-";
    private const int MostSteppedVcpus = 96;
    private const int MemoryStep = 256;
    private const int MostMemoryPerVcpu = 6656;
    private const decimal Mebibyte = 1024m * 1024m;
    private const decimal Gibibyte = 1024m * Mebibyte;

    /// <summary>Whether a name begins as those of custom machine types do.</summary>
    /// <param name="name">The name.</param>
    public static bool IsMeant(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>The name of a custom machine type with a disk of its own.</summary>
    /// <param name="vcpus">Virtual CPUs, from 1 to <see cref="MostVcpus"/>.</param>
    /// <param name="memory">Memory in MiB, from 1 to <see cref="MostMemory"/>.</param>
    /// <param name="disk">Disk in GiB, from 1 to <see cref="MostDisk"/>.</param>
    public static string Name(long vcpus, long memory, long disk) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{vcpus}-{memory}-{disk}");

    /// <summary>The figures of a custom machine type; null when the name is not that of one.</summary>
    /// <param name="name">The name.</param>
    public static MachineTypeSpec? Find(string name) => !IsMeant(name) ? null : name[Prefix.Length..].Split('-') switch
    {
        [var vcpus, var memory] when Number(vcpus) is { } n && Number(memory) is { } m && IsAllowed(n, m) => new()
        {
            Vcpus = new(n),
            Memory = new(m * Mebibyte, binary: true),
            Description = string.Create(CultureInfo.InvariantCulture, $"Custom created machine type: {n} vCPUs, {m} MiB of memory"),
        },
        [var vcpus, var memory, var disk] when Number(vcpus) is { } n and <= MostVcpus && Number(memory) is { } m and <= MostMemory && Number(disk) is { } d and <= MostDisk => new()
        {
            Vcpus = new(n),
            Memory = new(m * Mebibyte, binary: true),
            Disk = new(d * Gibibyte, binary: true),
            Description = string.Create(CultureInfo.InvariantCulture, $"Custom created machine type: {n} vCPUs, {m} MiB of memory, {d} GiB of disk"),
        },
        _ => null,
    };

    private static bool IsAllowed(int vcpus, int memory) =>
        (vcpus == 1 || vcpus % 2 == 0) && vcpus is >= 1 and <= MostSteppedVcpus
        && memory > 0 && memory % MemoryStep == 0 && memory <= vcpus * MostMemoryPerVcpu;

    // Written as people write numbers: custom-02-1024 would be another name for the same machine.
    private static int? Number(string text) =>
        text.Length is > 0 and <= 8 && text[0] != '0' && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
