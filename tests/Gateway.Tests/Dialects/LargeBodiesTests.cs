using System.Net;
using System.Net.Sockets;
using System.Text;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.TestKit;

namespace ComputeOperator.Gateway.Tests.Dialects;

/// <summary>Bodies are in memory before anybody knows who sends them.</summary>
public sealed class LargeBodiesTests
{
    private const string Gce = "/compute/v1/projects/p/zones/us-central1-a/instances";
    private const string Iaas = "/api/v1/compute/instances";

    private static readonly string Large = new('x', LargeBodies.Small + 1);

    [Fact]
    public async Task While_as_many_are_read_as_there_is_room_for_others_are_to_come_again()
    {
        await using var gateway = await FaultyGateway.StartAsync((await GatewayCluster.GetAsync()).Cluster.Plane.Kubeconfig, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        using var rest = new Rest(gateway.Address);
        var slow = new List<TcpClient>();

        var refused = await Eventually.Returns(
            async () =>
            {
                slow.Add(await BeginAsync(gateway.Address));
                return await rest.PostAsync(Gce, Large) is { Status: HttpStatusCode.ServiceUnavailable } answer ? answer : null;
            },
            what: "there is no room any more");
        var elsewhere = await rest.PostAsync(Iaas, Large);
        var small = await rest.PostAsync(Gce, "{");
        slow.ForEach(client => client.Dispose());

        Assert.InRange(slow.Count, LargeBodies.PlacesFor(new()), int.MaxValue);
        Assert.Equal("Too many large requests are being read.", GceProject.Fails(refused, HttpStatusCode.ServiceUnavailable, "backendError"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "1"), (elsewhere.Status, elsewhere.Header("Retry-After")));
        Assert.Equal(HttpStatusCode.BadRequest, small.Status);
        await Eventually.Holds(async () => (await rest.PostAsync(Gce, Large)).Status == HttpStatusCode.BadRequest, what: "there is room again");
    }

    [Fact]
    public void There_is_room_for_one_however_large_it_may_be()
    {
        Assert.Equal(32, LargeBodies.PlacesFor(new()));
        Assert.Equal(1, LargeBodies.PlacesFor(new GatewayOptions { MaxBodyBytes = 64 * 1024 * 1024 }));
    }

    private static async Task<TcpClient> BeginAsync(Uri gateway)
    {
        var client = new TcpClient();
        await client.ConnectAsync(gateway.Host, gateway.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {Gce} HTTP/1.1\r\nHost: {gateway.Authority}\r\nContent-Length: 1000000\r\n\r\n{Large}"));
        return client;
    }
}
