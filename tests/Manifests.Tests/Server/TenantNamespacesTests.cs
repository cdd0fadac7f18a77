using System.Text.RegularExpressions;
using ComputeOperator.TestKit;

namespace ComputeOperator.Manifests.Tests.Server;

/// <summary>The policy that takes Tenants as its parameters.</summary>
public sealed class TenantNamespacesTests : IAsyncLifetime
{
    private ControlPlane _controlPlane = null!;
    private string _namespace = "";

    public async Task InitializeAsync()
    {
        _controlPlane = (await Installation.GetAsync()).ControlPlane;
        _namespace = await _controlPlane.NewNamespaceAsync(nameof(TenantNamespacesTests));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_instance_for_a_tenant_that_does_not_list_its_namespace_is_refused_at_once()
    {
        var tenant = await TenantAsync("['elsewhere', 'other-*']");

        // The API server follows Tenants by a watch of its own.
        await Eventually.Holds(async () => (await CreateAsync(tenant)).ExitCode != 0);
        var refused = await CreateAsync(tenant);

        Assert.Contains(
            $"spec.tenant: Tenant '{tenant}' does not list namespace '{_namespace}'; allowed: elsewhere, other-*", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_out_into_the_tenant_without_limits_is_closed_as_documented()
    {
        var documented = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "tenants.md"));
        var command = Regex.Match(documented, @"`kubectl patch tenant default --type merge -p '(.*?)'`");
        Assert.True(command.Success);
        var tenant = await TenantAsync("['*']");
        await Eventually.Holds(async () => (await CreateAsync(tenant)).ExitCode == 0);

        (await _controlPlane.Kubectl.RunAsync("patch", "tenant", tenant, "--type", "merge", "-p", command.Groups[1].Value)).Succeeded();

        await Eventually.Holds(async () => (await CreateAsync(tenant)).ExitCode != 0);
        Assert.Contains("allowed: sandbox", (await CreateAsync(tenant)).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("['*']")]
    [InlineData("['elsewhere', 'NAMESPACE']")]
    [InlineData("['PREFIX-*']")]
    public async Task An_instance_is_let_through_by_name_by_prefix_and_with_all(string namespaces)
    {
        var listed = namespaces.Replace("NAMESPACE", _namespace, StringComparison.Ordinal).Replace("PREFIX", _namespace.Split('-')[0], StringComparison.Ordinal);
        var tenant = await TenantAsync("['elsewhere']");
        await Eventually.Holds(async () => (await CreateAsync(tenant)).ExitCode != 0);
        (await ApplyTenantAsync(tenant, listed)).Succeeded();

        await Eventually.Holds(async () => (await CreateAsync(tenant)).ExitCode == 0);
    }

    [Fact]
    public async Task The_prefix_must_match_as_a_whole()
    {
        var tenant = await TenantAsync($"['{_namespace[..^1]}-*', '{_namespace}-*']");

        await Eventually.Holds(async () => (await CreateAsync(tenant)).ExitCode != 0);
        var refused = await CreateAsync(tenant);

        Assert.Contains($"spec.tenant: Tenant '{tenant}' does not list namespace '{_namespace}'", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_that_does_not_exist_and_a_change_of_an_instance_are_let_through()
    {
        var tenant = $"late-{_namespace}";
        (await CreateAsync(tenant, dryRun: false)).Succeeded();
        (await ApplyTenantAsync(tenant, "['elsewhere']")).Succeeded();
        await Eventually.Holds(async () => (await CreateAsync(tenant)).Error.Contains("does not list namespace", StringComparison.Ordinal));

        (await _controlPlane.Kubectl.RunAsync("-n", _namespace, "patch", "inst", "web", "--type=merge", "-p", """{"spec":{"powerState":"Stopped"}}""")).Succeeded();
    }

    // As GitOps tools do, of what the operator has made.
    [Fact]
    public async Task What_is_applied_on_the_server_side_takes_the_place_of_what_another_manager_listed()
    {
        var tenant = $"of-{_namespace}";
        (await _controlPlane.Kubectl.RunAsync(Tenant(tenant, "['*']"), ["create", "--field-manager=compute-operator", "-f", "-"])).Succeeded();
        string[] apply = ["apply", "--server-side", "--field-manager=gitops", "-f", "-"];
        var applied = Tenant(tenant, "[sandbox]");

        Assert.Contains("conflict with \"compute-operator\"", (await _controlPlane.Kubectl.RunAsync(applied, apply)).Error, StringComparison.Ordinal);
        (await _controlPlane.Kubectl.RunAsync(applied, [.. apply, "--force-conflicts"])).Succeeded();

        var listed = (await _controlPlane.Kubectl.RunAsync("get", "tenant", tenant, "-o", "jsonpath={.spec.namespaces}")).Succeeded();
        Assert.Equal("[\"sandbox\"]", listed);
    }

    private async Task<string> TenantAsync(string namespaces)
    {
        var name = $"of-{_namespace}";
        (await ApplyTenantAsync(name, namespaces)).Succeeded();
        return name;
    }

    private Task<KubectlResult> ApplyTenantAsync(string name, string namespaces) => _controlPlane.Kubectl.ApplyAsync(Tenant(name, namespaces));

    private static string Tenant(string name, string namespaces) => $$"""
        apiVersion: compute.iaas.dev/v1
        kind: Tenant
        metadata: { name: {{name}} }
        spec: { namespaces: {{namespaces}} }
        """;

    private Task<KubectlResult> CreateAsync(string tenant, bool dryRun = true) => _controlPlane.Kubectl.RunAsync(
        $$"""
        apiVersion: compute.iaas.dev/v1
        kind: Instance
        metadata: { name: web }
        spec: { machineType: small, tenant: {{tenant}} }
        """,
        ["create", "-n", _namespace, "-f", "-", .. dryRun ? new[] { "--dry-run=server" } : []]);
}
