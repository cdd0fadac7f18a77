using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>Calls that RBAC refused.</summary>
internal static class Refusals
{
    /// <summary>Waits until the operator has been refused so often, which shows what it does about it.</summary>
    public static Task AtLeastAsync(InstalledCluster cluster, int times) => Eventually.Holds(
        () => cluster.Audit.Calls().Count(call => call is { User: InstalledCluster.OperatorUser, Code: 403 }) >= times, TimeSpan.FromMinutes(2));
}
