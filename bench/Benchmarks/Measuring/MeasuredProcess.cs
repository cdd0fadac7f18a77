using System.Globalization;

namespace ComputeOperator.Benchmarks.Measuring;

/// <summary>Megabytes of a process: resident now and at most, and what the former consists of.</summary>
internal sealed record MemoryUse(double Resident, double Peak, double Anonymous, double Files, double Shared);

/// <summary>What the kernel says of a process.</summary>
internal sealed record MeasuredProcess(string Name, int Id)
{
    // USER_HZ: the same on every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    public static MeasuredProcess Self { get; } = new("bench", Environment.ProcessId);

    public static MeasuredProcess ChildOf(int parent, string name) => Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
        .Where(id => id > 0 && StatOf(id) is { } stat && stat.Name == name && int.Parse(stat.Fields[1], CultureInfo.InvariantCulture) == parent)
        .Select(id => new MeasuredProcess(name, id))
        .FirstOrDefault() ?? throw new BenchmarkException($"No {name} below process {parent}.");

    /// <summary>User and system time so far; of a process that ended, none.</summary>
    public double CpuSeconds() => StatOf(Id) is { } stat
        ? (double.Parse(stat.Fields[11], CultureInfo.InvariantCulture) + double.Parse(stat.Fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond
        : 0;

    public double ResidentMegabytes() => Memory().Resident;

    public MemoryUse Memory()
    {
        var lines = File.ReadAllLines($"/proc/{Id}/status");
        double Megabytes(string field) => double.Parse(
            lines.First(line => line.StartsWith(field, StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
        return new(Megabytes("VmRSS:"), Megabytes("VmHWM:"), Megabytes("RssAnon:"), Megabytes("RssFile:"), Megabytes("RssShmem:"));
    }

    // The name is in parentheses and may contain anything, hence from the last one on; it is cut off after 15 characters.
    private static (string Name, string[] Fields)? StatOf(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var (open, close) = (text.IndexOf('('), text.LastIndexOf(')'));
            return (text[(open + 1)..close], text[(close + 2)..].Split(' '));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
