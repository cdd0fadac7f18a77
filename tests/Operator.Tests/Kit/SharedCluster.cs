namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>One cluster with one operator, for tests that leave both in peace and keep to a namespace of their own.</summary>
internal static class SharedCluster
{
    private static readonly Lazy<Task<InstalledCluster>> Cluster = new(StartAsync);

    public static Task<InstalledCluster> GetAsync() => Cluster.Value;

    private static async Task<InstalledCluster> StartAsync()
    {
        var cluster = await InstalledCluster.StartAsync();
        await cluster.StartOperator().LeadsAsync();
        return cluster;
    }
}
