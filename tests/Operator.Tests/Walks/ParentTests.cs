using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;
using static ComputeOperator.Entities.V1.InstancePhase;

namespace ComputeOperator.Operator.Tests.Walks;

public class ParentTests
{
    [Fact]
    public async Task A_child_waits_for_its_parent_to_exist()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("child", "parent: router");
        var waiting = await sandbox.History.UntilAsync("child", instance => instance.Holds(InstanceConditions.Stalled));
        await sandbox.ApplyAsync("router");
        var running = await sandbox.History.SettledAsync("child", Running);

        Assert.True(waiting.IsStalled("InvalidConfiguration", "spec.parent: no Instance 'router' in this namespace"));
        Assert.Equal("ParentNotFound", waiting.Condition(InstanceConditions.Accepted)!.Reason);
        Assert.Null(running.Condition(InstanceConditions.Stalled));
    }

    [Fact]
    public async Task Who_closes_a_cycle_of_parents_is_refused_and_can_be_deleted()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("a", "parent: b");
        await sandbox.ApplyAsync("b", "parent: c");
        await sandbox.ApplyAsync("c", "parent: a");
        var refused = await sandbox.History.UntilAsync("c", instance => instance.IsStalled("InvalidConfiguration", "form a cycle"));
        await sandbox.DeleteAsync("a", "b", "c");
        await sandbox.History.GoneAsync("a");
        await sandbox.History.GoneAsync("b");
        await sandbox.History.GoneAsync("c");

        Assert.Contains("c -> a -> b -> c", refused.Condition(InstanceConditions.Stalled)!.Message, StringComparison.Ordinal);
        Assert.Equal([Provisioning], sandbox.History.Phases("c"));
    }

    [Fact]
    public async Task A_cycle_that_is_broken_runs()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.ApplyAsync("a", "parent: b");
        await sandbox.ApplyAsync("b", "parent: a");
        await sandbox.History.UntilAsync("a", instance => instance.IsStalled("InvalidConfiguration", "form a cycle"));
        await sandbox.PatchAsync("b", """ "parent":null """);

        await sandbox.History.SettledAsync("b", Running);
        await sandbox.History.SettledAsync("a", Running);
    }

    [Fact]
    public async Task Children_go_before_their_parent()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("router", Running);
        await sandbox.SettledAsync("child", Running, "parent: router");
        await sandbox.SettledAsync("grandchild", Running, "parent: child");
        await sandbox.DeleteAsync("router");
        await sandbox.History.GoneAsync("router");

        var gone = sandbox.History.All.Where(version => version.Deleted).Select(version => version.Object.Metadata.Name);
        Assert.Equal(["grandchild", "child", "router"], gone);
        Assert.Equal([Provisioning, Staging, Running, Stopping, Terminated], sandbox.History.Phases("grandchild"));
    }

    [Fact]
    public async Task A_protected_child_holds_its_parent_which_says_so()
    {
        await using var sandbox = await (await SharedCluster.GetAsync()).SandboxAsync();
        await sandbox.SettledAsync("router", Running);
        await sandbox.SettledAsync("child", Running, "parent: router, deletionProtection: true");
        await sandbox.DeleteAsync("router");
        var held = await sandbox.History.UntilAsync("router", instance => instance.Status?.Deletion is not null);
        Assert.Equal("waiting for the instances that have this one as parent: child", held.Status!.Deletion!.Reason);
        Assert.Equal(Running, held.Status.Phase);
        await sandbox.PatchAsync("child", """ "deletionProtection":false """);
        await sandbox.DeleteAsync("child");

        await sandbox.History.GoneAsync("child");
        await sandbox.History.GoneAsync("router");
    }

    [Fact]
    public async Task A_child_whose_deletion_somebody_refuses_keeps_its_siblings_from_nothing()
    {
        var cluster = await SharedCluster.GetAsync();
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.SettledAsync("router", Running);
        await sandbox.SettledAsync("a", Running, "parent: router");
        await sandbox.SettledAsync("b", Running, "parent: router");
        // Refused with a code of its own choice, as a webhook may.
        (await cluster.Kubectl.ApplyAsync(KeepsA(sandbox.Namespace))).Succeeded();
        await Eventually.Holds(async () => (await sandbox.KubectlAsync("delete", "inst", "a", "--dry-run=server")).Error.Contains("a stays", StringComparison.Ordinal));
        await sandbox.DeleteAsync("router");
        await sandbox.History.GoneAsync("b");
        await sandbox.History.UntilAsync("router", instance => instance.Status?.Deletion?.Reason == "waiting for the instances that have this one as parent: a");

        (await cluster.Kubectl.RunAsync("delete", "validatingadmissionpolicy,validatingadmissionpolicybinding", sandbox.Namespace)).Succeeded();
        await sandbox.History.GoneAsync("a");
        await sandbox.History.GoneAsync("router");
    }

    private static string KeepsA(string ns) => $$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: { name: {{ns}} }
        spec:
          matchConstraints:
            namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: {{ns}} } }
            resourceRules:
              - { apiGroups: [compute.iaas.dev], apiVersions: [v1], resources: [instances], operations: [DELETE] }
          validations:
            - { expression: "oldObject.metadata.name != 'a'", reason: RequestEntityTooLarge, message: a stays }
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: { name: {{ns}} }
        spec: { policyName: {{ns}}, validationActions: [Deny] }
        """;
}
