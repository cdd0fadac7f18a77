using ComputeOperator.TestKit;

namespace ComputeOperator.Manifests.Tests.Server;

/// <summary>What people may do who have one of our roles, or one of Kubernetes' own, in a namespace or everywhere.</summary>
public sealed class UserRolesTests : IAsyncLifetime
{
    private static int _users;

    private ControlPlane _controlPlane = null!;
    private string _namespace = "";

    public async Task InitializeAsync()
    {
        _controlPlane = (await Installation.GetAsync()).ControlPlane;
        _namespace = await _controlPlane.NewNamespaceAsync(nameof(UserRolesTests));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("compute-viewer", "get list watch", "create update patch delete deletecollection")]
    [InlineData("compute-editor", "get list watch create update patch delete deletecollection", "")]
    [InlineData("compute-operator-admin", "get list watch create update patch delete deletecollection", "")]
    public Task In_a_namespace_a_role_reaches_its_instances_and_no_others(string role, string may, string mayNot) =>
        ReachesAsync([role], may, mayNot);

    [Theory]
    [InlineData("view", "get list watch", "create patch delete")]
    [InlineData("edit", "get list watch create patch delete", "")]
    [InlineData("admin", "get list watch create patch delete", "")]
    public async Task Kubernetes_own_roles_take_in_what_is_labelled_for_them(string role, string may, string mayNot)
    {
        // What the controller manager does to these roles, which a control plane without one lacks.
        var labelled = (await _controlPlane.Kubectl.RunAsync(
            ["get", "clusterroles", "-l", $"rbac.authorization.k8s.io/aggregate-to-{role}=true", "-o", "jsonpath={.items[*].metadata.name}"])).Succeeded();

        await ReachesAsync(labelled.Split(' '), may, mayNot);
    }

    [Theory]
    [InlineData("compute-viewer", false)]
    [InlineData("compute-editor", false)]
    [InlineData("compute-operator-admin", true)]
    public async Task Everywhere_all_see_tenants_and_the_administrator_alone_changes_them(string role, bool changes)
    {
        var user = await UserAsync("clusterrolebinding", role);
        await Eventually.Holds(async () => await CanAsync(user, "list", "tenants"));

        Assert.Equal(changes, await CanAsync(user, "patch", "tenants"));
        Assert.Equal(changes, await CanAsync(user, "create", "machinetypes"));
        Assert.False(await CanAsync(user, "patch", "tenants/status"));
    }

    private async Task ReachesAsync(string[] roles, string may, string mayNot)
    {
        var user = await UserAsync("rolebinding", roles);
        await Eventually.Holds(async () => await CanAsync(user, "list", "instances"));

        foreach (var verb in may.Split(' '))
        {
            Assert.True(await CanAsync(user, verb, "instances"), verb);
            Assert.False(await CanAsync(user, verb, "instances", "default"), $"{verb} elsewhere");
        }

        foreach (var verb in mayNot.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.False(await CanAsync(user, verb, "instances"), verb);
        }

        Assert.False(await CanAsync(user, "patch", "instances/status"));
        Assert.Contains("Forbidden", (await user.RunAsync("get", "tenants")).Error, StringComparison.Ordinal);
    }

    private async Task<Kubectl> UserAsync(string binding, params string[] roles)
    {
        var name = $"person-{Interlocked.Increment(ref _users)}";
        string[] where = binding == "rolebinding" ? ["-n", _namespace] : [];
        foreach (var role in roles)
        {
            (await _controlPlane.Kubectl.RunAsync(["create", binding, $"{name}-{role}", .. where, $"--clusterrole={role}", $"--user={name}"])).Succeeded();
        }

        return new(await _controlPlane.KubeconfigForAsync(name));
    }

    private async Task<bool> CanAsync(Kubectl user, string verb, string resource, string? ns = null)
    {
        var parts = resource.Split('/');
        string[] subresource = parts.Length == 1 ? [] : [$"--subresource={parts[1]}"];
        return (await user.RunAsync(["auth", "can-i", verb, $"{parts[0]}.compute.iaas.dev", "-n", ns ?? _namespace, .. subresource])).Output.Trim() == "yes";
    }
}
