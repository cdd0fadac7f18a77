using System.Net;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Hosting;

/// <summary>A caller's token goes through: Kubernetes knows who it is, and decides.</summary>
public sealed class IdentityTests
{
    [Fact]
    public async Task Kubernetes_decides_what_a_caller_may_and_writes_down_who_it_was()
    {
        await using var world = await World.StartAsync();
        await world.AllowAsync("alice", "edit-instances", "get,list,watch,create,patch,delete");
        await world.AllowAsync("bob", "view-instances", "get,list,watch");
        using var alice = new Rest(world.Gateway.Address, ControlPlane.TokenOf("alice"));
        using var bob = new Rest(world.Gateway.Address, ControlPlane.TokenOf("bob"));

        var inserted = await alice.PostAsync(world.Instances, GceProject.Body("web"));
        var seen = await bob.GetAsync($"{world.Instances}/web");
        var refused = await bob.PostAsync($"{world.Instances}/web/stop");
        var elsewhere = await alice.GetAsync("/compute/v1/projects/default/zones/us-central1-a/instances/web");
        var stopped = await alice.PostAsync($"{world.Instances}/web/stop");

        Assert.Equal(("insert", "DONE"), (inserted.Succeeded().Get("operationType"), inserted.Get("status")));
        Assert.Equal("RUNNING", seen.Succeeded().Get("status"));
        Assert.StartsWith(
            $"Required 'compute.instances.stop' permission for 'projects/{world.Namespace}/zones/us-central1-a/instances/web'",
            GceProject.Fails(refused, HttpStatusCode.Forbidden, "forbidden"), StringComparison.Ordinal);
        GceProject.Fails(elsewhere, HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal("TERMINATED", (await bob.GetAsync($"{world.Instances}/web")).Get("status"));
        stopped.Succeeded();
        Assert.Contains(world.Cluster.Audit.InstanceWrites("alice"), call => call is { Verb: "create", Name: "web" or "", Succeeded: true });
        Assert.Contains(world.Cluster.Audit.InstanceWrites("bob"), call => call is { Verb: "patch", Code: 403 });
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer no-such-token")]
    [InlineData("Bearer ")]
    [InlineData("Basic YWxpY2U6c2VjcmV0")]
    [InlineData("Bearer a b")]
    [InlineData("Bearer t\u00f6ken")]
    public async Task Nobody_gets_in_without_a_token_that_is_known(string? authorization)
    {
        await using var world = await World.StartAsync();
        using var rest = new Rest(world.Gateway.Address);
        (string, string)[] headers = authorization is null ? [] : [("Authorization", authorization)];
        var answer = await rest.SendAsync(HttpMethod.Get, world.Instances, null, null, headers);

        GceProject.Fails(answer, HttpStatusCode.Unauthorized, "authError");
        Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task The_gateway_has_no_rights_of_its_own_to_lend()
    {
        await using var world = await World.StartAsync();
        using var alice = new Rest(world.Gateway.Address, ControlPlane.TokenOf("alice"));

        // The kubeconfig that the gateway was started with may do everything.
        GceProject.Fails(await alice.GetAsync("/compute/v1/projects/kube-system/zones/us-central1-a/instances"), HttpStatusCode.Forbidden, "forbidden");
        GceProject.Fails(await alice.SendAsync(HttpMethod.Get, world.Instances, null, null, ("Impersonate-User", "token-user")), HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Who_has_no_more_than_view_in_a_namespace_reads_what_is_there_events_too()
    {
        await using var world = await World.StartAsync();
        await world.AssumeAsync("carol", "view");
        using var carol = new Rest(world.Gateway.Address, ControlPlane.TokenOf("carol"));
        (string, string)[] tenant = [("X-Tenant-ID", world.Namespace)];

        foreach (var path in (string[])[world.Instances, "/api/vms", "/api/events"])
        {
            (await carol.SendAsync(HttpMethod.Get, path, null, null, tenant)).Succeeded();
        }

        GceProject.Fails(await carol.PostAsync(world.Instances, GceProject.Body("web")), HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Without_authentication_a_line_says_so_and_where()
    {
        var shared = await GatewayCluster.GetAsync();
        await using var gateway = await GatewayProcess.StartUnreadyAsync(shared.Cluster.Plane.Kubeconfig, "--auth=none", "--bind-address=localhost:0");

        var warning = await gateway.LineAsync("Nobody is asked who he is");
        Assert.Contains("whoever reaches localhost:0 ", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_tokens_would_travel_in_the_clear_a_line_says_so()
    {
        var shared = await GatewayCluster.GetAsync();
        await using var open = await GatewayProcess.StartUnreadyAsync(shared.Cluster.Plane.Kubeconfig, "--bind-address=:0");
        await using var local = await GatewayProcess.StartAsync(shared.Cluster.Plane.Kubeconfig);

        Assert.Contains(" WARN", await open.LineAsync("Tokens of callers travel in the clear"), StringComparison.Ordinal);
        Assert.DoesNotContain("in the clear", local.Log, StringComparison.Ordinal);
    }

    private sealed class World : IAsyncDisposable
    {
        private World(InstalledCluster cluster, GatewayProcess gateway, string ns) => (Cluster, Gateway, Namespace) = (cluster, gateway, ns);

        public InstalledCluster Cluster { get; }

        public GatewayProcess Gateway { get; }

        public string Namespace { get; }

        public string Instances => $"/compute/v1/projects/{Namespace}/zones/us-central1-a/instances";

        public static async Task<World> StartAsync()
        {
            var cluster = (await GatewayCluster.GetAsync()).Cluster;
            return new(cluster, await GatewayProcess.StartAsync(cluster.Plane.Kubeconfig), await cluster.Plane.NewNamespaceAsync("identity"));
        }

        public Task AllowAsync(string user, string role, string verbs) => Rights.GrantAsync(Cluster.Kubectl, Namespace, user, role, verbs);

        /// <summary>Gives a user what of the gateway's roles is for one of Kubernetes' own, as a controller manager would.</summary>
        public async Task AssumeAsync(string user, string role)
        {
            (await Cluster.Kubectl.RunAsync("apply", "-f", Path.Combine(Repository.Root, "config", "gateway", "user_roles.yaml"))).Succeeded();
            var labelled = (await Cluster.Kubectl.RunAsync(
                "get", "clusterroles", "-l", $"rbac.authorization.k8s.io/aggregate-to-{role}=true", "-o", "jsonpath={.items[*].metadata.name}")).Succeeded();
            foreach (var name in labelled.Split(' '))
            {
                (await Cluster.Kubectl.RunAsync("create", "rolebinding", name, "-n", Namespace, $"--clusterrole={name}", $"--user={user}")).Succeeded();
            }

            await Eventually.Holds(
                async () => (await Cluster.Kubectl.RunAsync("auth", "can-i", "list", "events.events.k8s.io", "-n", Namespace, $"--as={user}")).Output.Trim() == "yes");
        }

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
