using System.Net;
using ComputeOperator.Gateway.Hosting;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Hosting.Configuration;
using ComputeOperator.TestKit;
using Microsoft.AspNetCore.Http;

namespace ComputeOperator.Gateway.Tests.Hosting;

/// <summary>Where nobody is asked who he is, no web page may use the browser of somebody who may.</summary>
public sealed class CrossOriginTests
{
    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "http://127.0.0.1")]
    [InlineData("Origin", "null")]
    [InlineData("Host", "elsewhere.example")]
    [InlineData("Host", "localhost.elsewhere.example")]
    [InlineData("Host", "203.0.113.5")]
    public async Task Another_page_changes_nothing(string header, string value)
    {
        using var project = await GceProject.OpenAsync();

        foreach (var path in new[] { project.Instances, "/batch/compute/v1", "/api/vms", "/api/v1/instances", "/api/v1/compute/instances" })
        {
            var answer = await project.Rest.SendAsync(HttpMethod.Post, path, GceProject.Body("web"), "text/plain", (header, value));
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await project.GetAsync("web")).Status);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Host", "localhost")]
    [InlineData("Host", "127.0.0.1")]
    [InlineData("Host", "[::1]:4242")]
    public async Task Programs_and_the_own_page_are_served(string header, string value)
    {
        using var project = await GceProject.OpenAsync();

        Assert.Equal(HttpStatusCode.OK, (await project.Rest.SendAsync(HttpMethod.Get, project.Instances, null, null, (header, value))).Status);
        Assert.Equal(HttpStatusCode.OK, (await project.Rest.SendAsync(HttpMethod.Get, "/openapi/gce.json", null, null, (header, value))).Status);
    }

    [Fact]
    public async Task The_own_origin_is_served()
    {
        using var project = await GceProject.OpenAsync();
        var origin = project.Rest.Address.GetLeftPart(UriPartial.Authority);

        (await project.Rest.SendAsync(HttpMethod.Post, project.Instances, GceProject.Body("web"), headers: [("Origin", origin), ("Sec-Fetch-Site", "same-origin")])).Succeeded();
    }

    [Fact]
    public async Task Where_callers_prove_who_they_are_a_page_may_ask()
    {
        var shared = await GatewayCluster.GetAsync();
        await using var gateway = await GatewayProcess.StartAsync(shared.Cluster.Plane.Kubeconfig);
        using var rest = new Rest(gateway.Address, ControlPlane.TokenOf("alice"));

        var answer = await rest.SendAsync(
            HttpMethod.Get, "/compute/v1/projects/default/global/networks/default", null, null, ("Origin", "https://elsewhere.example"), ("Host", "gateway.example"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Theory]
    [InlineData("", "203.0.113.5:8082", true)]
    [InlineData("", "gateway.example:8082", false)]
    [InlineData("0.0.0.0", "203.0.113.5", true)]
    [InlineData("203.0.113.5", "203.0.113.5:8082", true)]
    [InlineData("203.0.113.5", "203.0.113.6:8082", false)]
    [InlineData("203.0.113.5", "localhost:8082", true)]
    [InlineData("203.0.113.5", "api.localhost", true)]
    [InlineData("localhost", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "[::1]:8082", true)]
    [InlineData("127.0.0.1", "", true)]
    public void The_host_must_be_this_machine(string bound, string host, bool expected)
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString(host);

        Assert.Equal(expected, CrossOriginProtection.Refusal(request, new BindAddress(bound, 8082)) is null);
    }
}
