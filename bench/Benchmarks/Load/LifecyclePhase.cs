namespace ComputeOperator.Benchmarks.Load;

/// <summary>What users ask of an Instance, and what it costs the operator by the contract.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Target">The phase in which it is done; null: the Instance is gone.</param>
/// <param name="FinalizerPatches">Patches of the finalizer.</param>
/// <param name="StatusPatches">Patches of the status.</param>
internal sealed record LifecyclePhase(string Name, string? Target, int FinalizerPatches, int StatusPatches)
{
    public static readonly LifecyclePhase Create = new("created→RUNNING", "RUNNING", 1, 3);
    public static readonly LifecyclePhase Stop = new("stopped", "TERMINATED", 0, 2);
    public static readonly LifecyclePhase Start = new("started", "RUNNING", 0, 2);
    public static readonly LifecyclePhase Delete = new("deleted", null, 1, 2);

    /// <summary>A life, in order.</summary>
    public static readonly IReadOnlyList<LifecyclePhase> All = [Create, Stop, Start, Delete];

    public int Writes => FinalizerPatches + StatusPatches;
}
