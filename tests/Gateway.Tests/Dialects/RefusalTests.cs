using System.Net;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Dialects;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("/compute/v1/projects/default/zones/us-central1-a/instances", "error.message")]
    [InlineData("/api/v1/compute/instances", "error")]
    [InlineData("/api/v1/instances", "detail")]
    [InlineData("/api/vms", "detail")]
    [InlineData("/api/events", "detail")]
    [InlineData("/api/admin/vms", "detail")]
    [InlineData("/api/admin/events", "detail")]
    public async Task Who_may_not_is_told_so_in_the_dialects_form(string path, string member)
    {
        var shared = await GatewayCluster.GetAsync();
        await using var gateway = await GatewayProcess.StartAsync(shared.Cluster.Plane.Kubeconfig);
        using var stranger = new Rest(gateway.Address, "a-token-that-has-expired");
        using var alice = new Rest(gateway.Address, ControlPlane.TokenOf("alice"));
        var unknown = await stranger.GetAsync(path);
        var refused = await alice.GetAsync(path);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (unknown.Status, refused.Status));
        Assert.All(new[] { unknown, refused }, answer => Assert.NotEmpty(answer.Get(member)!));
        Assert.Equal("Bearer", unknown.Header("WWW-Authenticate"));
    }
}
