using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Kit;

/// <summary>What Kubernetes lets a caller do.</summary>
internal static class Rights
{
    /// <summary>Gives a user verbs on the Instances of a namespace, and waits until they count.</summary>
    public static async Task GrantAsync(Kubectl kubectl, string ns, string user, string role, string verbs)
    {
        const string instances = "instances.compute.iaas.dev";
        (await kubectl.RunAsync("create", "role", role, "-n", ns, $"--verb={verbs}", $"--resource={instances}")).Succeeded();
        (await kubectl.RunAsync("create", "rolebinding", role, "-n", ns, $"--role={role}", $"--user={user}")).Succeeded();
        await Eventually.Holds(
            async () => (await kubectl.RunAsync("auth", "can-i", verbs.Split(',')[0], instances, "-n", ns, $"--as={user}")).Output.Trim() == "yes",
            what: $"{user} may {verbs} in {ns}");
    }
}
