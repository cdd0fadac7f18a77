using System.Globalization;

namespace ComputeOperator.Entities.V1;

/// <summary>
/// Machine types that exist by their name alone: <c>custom-N-M</c> has N vCPUs and M MiB of memory. A MachineType object of the same
/// name goes before.
/// </summary>
public static class CustomMachineType
{
    /// <summary>What a name looks like, for messages.</summary>
    public const string Form = "custom-N-M";

    /// <summary>What a name may be, for messages.</summary>
    public const string Allowed = Form + " with N vCPUs (1, or an even number up to 96) and M MiB of memory (a multiple of 256, up to 6656 per vCPU)";

    private const string Prefix = "custom-";
    private const int MostVcpus = 96;
    private const int MemoryStep = 256;
    private const int MostMemoryPerVcpu = 6656;
    private const decimal Mebibyte = 1024m * 1024m;

    /// <summary>Whether a name begins as those of custom machine types do.</summary>
    /// <param name="name">The name.</param>
    public static bool IsMeant(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.StartsWith(Prefix, StringComparison.Ordinal);
    }

    /// <summary>The figures of a custom machine type; null when the name is not that of one.</summary>
    /// <param name="name">The name.</param>
    public static MachineTypeSpec? Find(string name)
    {
        return IsMeant(name) && name[Prefix.Length..].Split('-') is [var vcpus, var memory]
            && Number(vcpus) is { } n && Number(memory) is { } m && IsAllowed(n, m)
            ? new()
            {
                Vcpus = new(n),
                Memory = new(m * Mebibyte, binary: true),
                Description = string.Create(CultureInfo.InvariantCulture, $"Custom created machine type: {n} vCPUs, {m} MiB of memory"),
            }
            : null;
    }

    private static bool IsAllowed(int vcpus, int memory) =>
        (vcpus == 1 || vcpus % 2 == 0) && vcpus is >= 1 and <= MostVcpus
        && memory > 0 && memory % MemoryStep == 0 && memory <= vcpus * MostMemoryPerVcpu;

    // Written as people write numbers: custom-02-1024 would be another name for the same machine.
    private static int? Number(string text) =>
        text.Length is > 0 and <= 6 && text[0] != '0' && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
