using System.Text.Json.Nodes;
using ComputeOperator.TestKit;

namespace ComputeOperator.Operator.Tests.Kit;

/// <summary>Calls that RBAC refused.</summary>
internal static class Refusals
{
    /// <summary>Waits until the operator has been refused so often, which shows what it does about it.</summary>
    public static Task AtLeastAsync(InstalledCluster cluster, int times) =>
        Eventually.Holds(() => Count(cluster) >= times, TimeSpan.FromMinutes(10));

    /// <summary>Waits until the operator has been refused so often from now on.</summary>
    public static Task MoreAsync(InstalledCluster cluster, int times) => AtLeastAsync(cluster, Count(cluster) + times);

    /// <summary>Takes a verb from the role of the operator, and waits until it counts; <see cref="InstalledCluster.InstallAsync"/> gives it back.</summary>
    public static async Task OfAsync(InstalledCluster cluster, string resource, string verb)
    {
        var role = JsonNode.Parse((await cluster.Kubectl.RunAsync("get", "clusterrole", "compute-operator", "-o", "json")).Succeeded())!;
        var rule = role["rules"]!.AsArray().Single(entry => entry!["resources"]!.AsArray().Any(name => name!.GetValue<string>() == resource));
        var verbs = rule!["verbs"]!.AsArray();
        verbs.Remove(verbs.Single(entry => entry!.GetValue<string>() == verb));
        if (verbs.Count == 0)
        {
            // A rule without verbs is refused.
            role["rules"]!.AsArray().Remove(rule);
        }

        (await cluster.Kubectl.RunAsync(role.ToJsonString(), ["replace", "-f", "-"])).Succeeded();
        var (plural, subresource) = resource.Split('/') is [var whole, var part] ? (whole, part) : (resource, "");
        await Eventually.Holds(
            async () => (await cluster.Kubectl.RunAsync(
                "auth", "can-i", verb, $"{plural}.compute.iaas.dev", $"--subresource={subresource}", $"--as={InstalledCluster.OperatorUser}")).Output.Trim() == "no",
            what: $"the server no longer lets it {verb} {resource}");
    }

    private static int Count(InstalledCluster cluster) =>
        cluster.Audit.Calls().Count(call => call is { User: InstalledCluster.OperatorUser, Code: 403 });
}
