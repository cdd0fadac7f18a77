using ComputeOperator.Benchmarks.Scenarios;

namespace ComputeOperator.Benchmarks.Reporting;

/// <summary>Under what conditions the numbers came about.</summary>
internal sealed record RunEnvironment(
    string Time, int Cores, string ApiServer, bool Fsync, int Instances, int Clients, int Workers, string LoadAtStart, string LoadAtEnd)
{
    public static async Task<RunEnvironment> OfAsync(World world, CancellationToken cancellation) => new(
        TimeProvider.System.GetUtcNow().ToString("O"),
        Environment.ProcessorCount,
        await world.IsStockApiServerAsync(cancellation) ? "stock kube-apiserver" : "the stand-in of hack/apiserver, not a stock kube-apiserver",
        world.Options.Fsync,
        world.Options.Instances,
        world.Options.Clients,
        world.Options.Workers,
        Load(),
        "");

    /// <summary>Runnable programs on average: of the last 1, 5 and 15 minutes.</summary>
    public static string Load() => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);

    public override string ToString() =>
        $"{Cores} cores shared by all; API server: {ApiServer}; etcd: fresh, fsync {(Fsync ? "on" : "off")}; {Instances} Instances, "
        + $"{Clients} clients, {Workers} workers; load at start {LoadAtStart}{(LoadAtEnd.Length > 0 ? $", at end {LoadAtEnd}" : "")}";
}
