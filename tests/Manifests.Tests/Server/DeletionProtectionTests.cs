using ComputeOperator.TestKit;

namespace ComputeOperator.Manifests.Tests.Server;

public sealed class DeletionProtectionTests : IAsyncLifetime
{
    private ControlPlane _controlPlane = null!;
    private string _namespace = "";

    public async Task InitializeAsync()
    {
        _controlPlane = (await Installation.GetAsync()).ControlPlane;
        _namespace = await _controlPlane.NewNamespaceAsync(nameof(DeletionProtectionTests));
        (await RunAsync("apply", "-f", Path.Combine(Repository.Config("samples"), "protected.yaml"))).Succeeded();
        (await RunAsync("apply", "-f", Path.Combine(Repository.Config("samples"), "running.yaml"))).Succeeded();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_delete_is_refused_and_told_how_to_proceed()
    {
        var refused = await DeniedAsync("delete", "inst", "database-1");

        Assert.Contains(
            $"Instance {_namespace}/database-1 has spec.deletionProtection: true. To delete it, first turn that off: kubectl patch "
            + $"instances.compute.iaas.dev database-1 -n {_namespace} --type=merge -p '{{\"spec\":{{\"deletionProtection\":false}}}}'",
            refused,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_all_deletes_the_others_only()
    {
        await DeniedAsync("delete", "inst", "--all");

        Assert.Equal("database-1", await NamesAsync());
    }

    [Fact]
    public async Task Deleting_the_collection_is_refused()
    {
        await DeniedAsync("delete", "--raw", $"/apis/compute.iaas.dev/v1/namespaces/{_namespace}/instances");

        Assert.Contains("database-1", await NamesAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_exempt_not_even_the_namespace_controller()
    {
        (await RunAsync("delete", "namespace", _namespace, "--wait=false")).Succeeded();
        var cleaner = new Kubectl(await _controlPlane.KubeconfigForAsync("system:serviceaccount:kube-system:namespace-controller", "system:masters"));

        var result = await cleaner.RunAsync("-n", _namespace, "delete", "inst", "database-1");

        Assert.Contains("has spec.deletionProtection: true", result.Error, StringComparison.Ordinal);
        Assert.Contains("database-1", await NamesAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminating_namespace_goes_on_once_protection_is_off()
    {
        (await RunAsync("delete", "namespace", _namespace, "--wait=false")).Succeeded();

        await UnprotectAsync();

        // As the namespace controller does, which a control plane without a controller manager lacks.
        (await RunAsync("delete", "inst", "--all")).Succeeded();
        Assert.Empty(await NamesAsync());
    }

    [Fact]
    public async Task Without_protection_a_delete_succeeds()
    {
        await UnprotectAsync();

        (await RunAsync("delete", "inst", "database-1")).Succeeded();
    }

    [Fact]
    public async Task A_second_delete_of_a_leaving_instance_is_let_through()
    {
        (await RunAsync("patch", "inst", "web-1", "--type=merge", "-p", """{"metadata":{"finalizers":["example.com/hold"]}}""")).Succeeded();
        (await RunAsync("delete", "inst", "web-1", "--wait=false")).Succeeded();
        (await RunAsync("patch", "inst", "web-1", "--type=merge", "-p", """{"spec":{"deletionProtection":true}}""")).Succeeded();

        (await RunAsync("delete", "inst", "web-1", "--wait=false")).Succeeded();
        (await RunAsync("patch", "inst", "web-1", "--type=merge", "-p", """{"metadata":{"finalizers":null}}""")).Succeeded();

        Assert.Equal("database-1", await NamesAsync());
    }

    private Task<KubectlResult> RunAsync(params string[] arguments) => _controlPlane.Kubectl.RunAsync(["-n", _namespace, .. arguments]);

    private async Task UnprotectAsync() =>
        (await RunAsync("patch", "inst", "database-1", "--type=merge", "-p", """{"spec":{"deletionProtection":false}}""")).Succeeded();

    private async Task<string> NamesAsync() =>
        (await RunAsync("get", "inst", "-o", "jsonpath={.items[*].metadata.name}")).Succeeded();

    private async Task<string> DeniedAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("deletion-protection.compute.iaas.dev", result.Error, StringComparison.Ordinal);
        return result.Error;
    }
}
