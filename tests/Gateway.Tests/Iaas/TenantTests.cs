using System.Net;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Iaas;

public sealed class TenantTests
{
    private const string Instances = "/api/v1/compute/instances";
    private const string Small = """{"name":"web","flavor":"small"}""";

    [Fact]
    public async Task A_tenant_neither_sees_nor_touches_what_is_anothers()
    {
        using var tenant = await DialectTenant.OpenAsync();
        using var other = await DialectTenant.OpenAsync(test: "other");
        var id = (await tenant.PostAsync(Instances, Small)).Get("id");

        var listed = (await other.GetAsync(Instances)).Succeeded();
        Answer[] refused =
        [
            await other.GetAsync($"{Instances}/{id}"),
            await other.PostAsync($"{Instances}/{id}/stop"),
            await other.DeleteAsync($"{Instances}/{id}"),
            await other.PostAsync($"{Instances}/{id}/volumes/v"),
        ];

        Assert.Equal("[]", listed.Get("instances"));
        Assert.All(refused, answer => Assert.Equal((HttpStatusCode.Forbidden, "Instance belongs to another tenant"), (answer.Status, answer.Get("error"))));
    }

    [Fact]
    public async Task Tenants_that_share_a_namespace_are_kept_apart()
    {
        using var tenant = await DialectTenant.OpenAsync();
        await tenant.ApplyAsync("theirs", """{"machineType":"small","tenant":"default"}""");

        Assert.Equal(HttpStatusCode.Forbidden, (await tenant.GetAsync($"{Instances}/theirs")).Status);
        Assert.Equal("[]", (await tenant.GetAsync(Instances)).Get("instances"));
    }

    [Fact]
    public async Task The_home_of_a_tenant_is_the_first_namespace_that_it_names()
    {
        using var tenant = await DialectTenant.OpenAsync();
        var name = $"{tenant.Name}-x";
        (await tenant.Kubectl.ApplyAsync(
            $$$"""{"apiVersion":"compute.iaas.dev/v1","kind":"Tenant","metadata":{"name":"{{{name}}}"},"spec":{"namespaces":["no-such-*","{{{tenant.Name}}}"]}}""")).Succeeded();

        var created = await tenant.SendAsync(HttpMethod.Post, Instances, Small, name);

        Assert.Equal((HttpStatusCode.Created, name), (created.Status, created.Get("tenantId")));
        Assert.Equal(name, await tenant.SeenAsync(created.Get("id")!, "{.spec.tenant}"));
    }

    [Fact]
    public async Task An_unknown_tenant_is_refused_or_made()
    {
        using var strict = await DialectTenant.OpenAsync(atOnce: true);
        using var lenient = await DialectTenant.OpenAsync();
        var name = $"{strict.Name}-new";

        var refused = await strict.SendAsync(HttpMethod.Post, Instances, Small, name);
        var listed = await strict.SendAsync(HttpMethod.Get, Instances, tenant: name);
        var created = await lenient.SendAsync(HttpMethod.Post, Instances, Small, name);
        var made = await lenient.Kubectl.RunAsync("get", "tenant", name, "-o", "jsonpath={.spec.namespaces}");

        Assert.Equal((HttpStatusCode.Forbidden, $"Tenant '{name}' does not exist."), (refused.Status, refused.Get("error")));
        Assert.Equal((HttpStatusCode.OK, "[]"), (listed.Status, listed.Get("instances")));
        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal($"[\"{name}\"]", made.Succeeded());
    }

    [Fact]
    public async Task Without_the_header_it_is_the_default_tenant()
    {
        using var rest = new Rest((await GatewayCluster.GetAsync()).Gateway.Address);

        var created = await rest.PostAsync(Instances, Small);

        Assert.Equal((HttpStatusCode.Created, "default"), (created.Status, created.Get("tenantId")));
    }

    [Fact]
    public async Task The_header_grants_nothing_to_who_may_not()
    {
        var shared = await GatewayCluster.GetAsync();
        await using var guarded = await GatewayProcess.StartAsync(shared.Cluster.Plane.Kubeconfig, "--auth=token");
        using var tenant = await DialectTenant.OpenAsync();
        using var anyone = new Rest(guarded.Address, ControlPlane.TokenOf("bob"));
        using var nobody = new Rest(guarded.Address);
        using var stranger = new Rest(guarded.Address, "expired");

        var forbidden = await anyone.SendAsync(HttpMethod.Get, Instances, headers: ("X-Tenant-ID", tenant.Name));
        var unauthenticated = await nobody.SendAsync(HttpMethod.Get, Instances, headers: ("X-Tenant-ID", tenant.Name));
        var unknown = await stranger.SendAsync(HttpMethod.Get, Instances, headers: ("X-Tenant-ID", tenant.Name));
        var flavors = (await nobody.GetAsync("/api/v1/compute/flavors")).Succeeded();

        Assert.Equal(HttpStatusCode.Forbidden, forbidden.Status);
        Assert.Contains("cannot list", forbidden.Get("error"), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (unauthenticated.Status, unknown.Status));
        Assert.NotNull(unauthenticated.Get("error"));
        Assert.Equal("small", flavors.Get("flavors.0.name"));
    }

    [Fact]
    public async Task Who_may_in_the_tenants_namespace_may_as_the_tenant()
    {
        var shared = await GatewayCluster.GetAsync();
        await using var guarded = await GatewayProcess.StartAsync(shared.Cluster.Plane.Kubeconfig, "--auth=token");
        using var tenant = await DialectTenant.OpenAsync();
        await Rights.GrantAsync(tenant.Kubectl, tenant.Name, "alice", "instances", "*");
        using var alice = new Rest(guarded.Address, ControlPlane.TokenOf("alice"));
        (string, string) header = ("X-Tenant-ID", tenant.Name);

        var created = await alice.SendAsync(HttpMethod.Post, Instances, Small, headers: header);
        var missing = await alice.SendAsync(HttpMethod.Get, $"{Instances}/nonesuch", headers: header);
        var stopped = await Eventually.Returns(async () =>
            await alice.SendAsync(HttpMethod.Post, $"{Instances}/{created.Get("id")}/stop", headers: header) is { Status: HttpStatusCode.OK } answer ? answer : null);

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
        Assert.Equal("stopped", stopped.Get("status"));
    }
}
