using ComputeOperator.Entities.V1;
using ComputeOperator.TestKit;

namespace ComputeOperator.Manifests.Tests.Server;

/// <summary><c>make install</c> and <c>make uninstall</c>.</summary>
public sealed class InstallTests
{
    private const string Refusal = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata:
          name: no-small-ones
        spec:
          matchConstraints:
            resourceRules:
            - apiGroups: [compute.iaas.dev]
              apiVersions: [v1]
              operations: [CREATE]
              resources: [machinetypes]
          validations:
          - expression: object.metadata.name != 'e2-small'
            message: no small ones
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata:
          name: no-small-ones
        spec:
          policyName: no-small-ones
          validationActions: [Deny]
        """;

    [Fact]
    public async Task Install_leaves_what_users_changed_and_adds_what_is_absent()
    {
        await using var plane = await ControlPlane.StartAsync();
        await MakeAsync(plane, "install");
        await RunAsync(plane, "patch", "tenant", "default", "--type=merge", "-p", """{"spec":{"namespaces":["team-a"],"quota":{"instances":3}}}""");
        // By the name that kubectl apply has on the server no conflict would protect it.
        await RunAsync(plane, "patch", "machinetype", "e2-micro", "--type=merge", "--field-manager=kubectl", "-p", """{"spec":{"vcpus":"500m"}}""");
        await RunAsync(plane, "delete", "machinetype", "e2-small");

        await MakeAsync(plane, "install");

        Assert.Equal("""["team-a"] {"instances":3}""", await RunAsync(plane, "get", "tenant", "default", "-o", "jsonpath={.spec.namespaces} {.spec.quota}"));
        Assert.Equal("500m", await RunAsync(plane, "get", "machinetype", "e2-micro", "-o", "jsonpath={.spec.vcpus}"));
        Assert.Equal("500m 2Gi", await RunAsync(plane, "get", "machinetype", "e2-small", "-o", "jsonpath={.spec.vcpus} {.spec.memory}"));
    }

    // With the kinds, protected Instances would go too.
    [Fact]
    public async Task Uninstall_does_not_take_a_question_that_failed_for_a_cluster_without_the_kinds() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => Shell.RunAsync($"make -C '{Repository.Root}' delete-objects KUBECTL=false", "no-such-file"));

    [Fact]
    public async Task Install_fails_where_something_cannot_be_created()
    {
        await using var plane = await ControlPlane.StartAsync();
        await MakeAsync(plane, "install");
        await RunAsync(plane, "delete", "-k", Repository.Config("machinetypes"));
        (await plane.Kubectl.ApplyAsync(Refusal)).Succeeded();

        // The server takes up a policy after a while.
        await Eventually.Passes(async () =>
        {
            await RunAsync(plane, "delete", "--ignore-not-found", "machinetype", "e2-small");
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => MakeAsync(plane, "install"));
            Assert.Contains("no small ones", failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("already exists", failure.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Uninstall_needs_no_operator_where_no_instances_are()
    {
        await using var plane = await ControlPlane.StartAsync();
        await MakeAsync(plane, "install");
        await RunAsync(plane, "patch", "tenant", "default", "--type=merge", "-p", Finalizers(ComputeApi.InUseFinalizer));

        await MakeAsync(plane, "uninstall");

        Assert.Equal("", await RunAsync(plane, "get", "crd,validatingadmissionpolicies", "-o", "name"));
    }

    [Fact]
    public async Task Uninstall_says_what_it_waits_for_in_vain()
    {
        await using var plane = await ControlPlane.StartAsync();
        await MakeAsync(plane, "install");
        await RunAsync(plane, "apply", "-f", Path.Combine(Repository.Config("samples"), "running.yaml"));
        await RunAsync(plane, "patch", "instance", "web-1", "--type=merge", "-p", Finalizers(ComputeApi.ForceStopFinalizer));
        await RunAsync(plane, "patch", "tenant", "default", "--type=merge", "-p", Finalizers("example.com/theirs", ComputeApi.InUseFinalizer));

        var held = await Assert.ThrowsAsync<InvalidOperationException>(() => MakeAsync(plane, "uninstall TIMEOUT=1s"));
        Assert.Contains("Only an operator that runs on this cluster lets them go", held.Message, StringComparison.Ordinal);

        await RunAsync(plane, "patch", "instance", "web-1", "--type=merge", "-p", Finalizers());
        held = await Assert.ThrowsAsync<InvalidOperationException>(() => MakeAsync(plane, "uninstall TIMEOUT=1s"));
        Assert.Contains("by finalizers that are not the operator's", held.Message, StringComparison.Ordinal);
        Assert.Equal("""["example.com/theirs"]""", await RunAsync(plane, "get", "tenant", "default", "-o", "jsonpath={.metadata.finalizers}"));
    }

    private static string Finalizers(params string[] names) =>
        $$$"""{"metadata":{"finalizers":[{{{string.Join(',', names.Select(name => $"\"{name}\""))}}}]}}""";

    // One that waits for ever ends.
    private static Task MakeAsync(ControlPlane plane, string arguments) =>
        Shell.RunAsync($"timeout 120 make -C '{Repository.Root}' {arguments}", plane.Kubeconfig);

    private static async Task<string> RunAsync(ControlPlane plane, params string[] arguments) => (await plane.Kubectl.RunAsync(arguments)).Succeeded().Trim();
}
