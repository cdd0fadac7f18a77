namespace ComputeOperator.Gateway.Gce.MachineTypes;

/// <summary>What the real service says of machine types that our figures do not.</summary>
/// <param name="Id">Numeric id.</param>
/// <param name="GuestCpus">vCPUs that the guest sees.</param>
/// <param name="Description">One line.</param>
/// <param name="IsSharedCpu">Whether they are shares of a core.</param>
/// <param name="MaximumPersistentDisks">Most disks.</param>
/// <param name="MaximumPersistentDisksSizeGb">Most gigabytes on them.</param>
/// <param name="ImageSpaceGb">A legacy of the first series.</param>
internal sealed record MachineTypeFacts(
    string Id, int GuestCpus, string Description, bool IsSharedCpu, int MaximumPersistentDisks, string MaximumPersistentDisksSizeGb, int? ImageSpaceGb = null)
{
    /// <summary>Most disks, and most gigabytes on them, of what has its own cores.</summary>
    public const int ManyDisks = 128;

    public const string ManyDisksGb = "263168";

    private const int FewDisks = 16;
    private const string FewDisksGb = "3072";

    private static readonly Dictionary<string, MachineTypeFacts> Known = All().ToDictionary(entry => entry.Name, entry => entry.Facts, StringComparer.Ordinal);

    /// <summary>The facts of a machine type; null when it is not one of the real service's.</summary>
    public static MachineTypeFacts? Find(string name) => Known.GetValueOrDefault(name);

    private static IEnumerable<(string Name, MachineTypeFacts Facts)> All()
    {
        yield return ("e2-micro", Shared("334002", "1/8", 1) with { MaximumPersistentDisks = FewDisks, MaximumPersistentDisksSizeGb = FewDisksGb });
        yield return ("e2-small", Shared("334003", "1/4", 2) with { MaximumPersistentDisks = FewDisks, MaximumPersistentDisksSizeGb = FewDisksGb });
        yield return ("e2-medium", Shared("334004", "1/2", 4));
        foreach (var cpus in (int[])[2, 4, 8])
        {
            yield return ($"e2-standard-{cpus}", Whole($"33500{cpus}", cpus, $"Efficient Instance, {cpus} vCPUs, {cpus * 4} GB RAM"));
            yield return ($"n2-standard-{cpus}", Whole($"90100{cpus}", cpus, $"{cpus} vCPUs {cpus * 4} GB RAM"));
        }

        yield return ("n1-standard-1", First("3001", 1, "1 vCPU, 3.75 GB RAM"));
        yield return ("n1-standard-2", First("3002", 2, "2 vCPUs, 7.5 GB RAM"));
        yield return ("n1-standard-4", First("3004", 4, "4 vCPUs, 15 GB RAM"));
        yield return ("n1-standard-8", First("3008", 8, "8 vCPUs, 30 GB RAM"));
    }

    private static MachineTypeFacts Shared(string id, string share, int gigabytes) =>
        Whole(id, 2, $"Efficient Instance, 2 vCPU ({share} shared physical core) and {gigabytes} GB RAM") with { IsSharedCpu = true };

    private static MachineTypeFacts First(string id, int cpus, string description) => Whole(id, cpus, description) with { ImageSpaceGb = 10 };

    private static MachineTypeFacts Whole(string id, int cpus, string description) => new(id, cpus, description, false, ManyDisks, ManyDisksGb);
}
