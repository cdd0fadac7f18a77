using System.Net;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Hosting;
using ComputeOperator.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Http;

namespace ComputeOperator.Gateway.Tests.Hosting;

public sealed class CallerRateLimitTests
{
    private const int Requests = 100;
    private const string Path = "/compute/v1/projects/default/global/networks/default";

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(19)]
    [InlineData(99)]
    [InlineData(500)]
    [InlineData(1_000_000)]
    public void As_much_is_filled_in_a_second_as_may_be_asked(int perSecond)
    {
        var bucket = CallerRateLimit.Bucket(perSecond);

        Assert.Equal(perSecond, bucket.TokensPerPeriod / bucket.ReplenishmentPeriod.TotalSeconds, perSecond * 0.001);
        Assert.Equal(perSecond, bucket.TokenLimit);
    }

    [Theory]
    [InlineData("Bearer abc", "bearer  abc ")]
    [InlineData("Basic abc", "Basic abd")]
    [InlineData("nonsense", "")]
    public void Who_has_the_same_token_is_the_same_however_it_is_written(string one, string other) =>
        Assert.Equal(CallerOf(one, AuthenticationMode.Token), CallerOf(other, AuthenticationMode.Token));

    [Fact]
    public void Tokens_are_told_apart_but_are_no_more_callers_than_there_is_room_for()
    {
        var callers = Enumerable.Range(0, 100_000).Select(i => CallerOf($"Bearer t{i}", AuthenticationMode.Token)).Distinct().Count();

        Assert.InRange(callers, CallerRateLimit.MostCallers / 2, CallerRateLimit.MostCallers);
    }

    [Fact]
    public void Where_nobody_is_asked_who_he_is_nobody_is_somebody_else_by_saying_so() =>
        Assert.Equal(CallerOf("Bearer abc", AuthenticationMode.None), CallerOf("Bearer abd", AuthenticationMode.None));

    [Theory]
    [InlineData("none")]
    [InlineData("token")]
    public async Task Made_up_tokens_do_not_help(string auth)
    {
        var shared = await GatewayCluster.GetAsync();
        await using var gateway = await GatewayProcess.StartAsync(shared.Cluster.Plane.Kubeconfig, $"--auth={auth}", "--requests-per-second=1");
        using var rest = new Rest(gateway.Address);

        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(i => rest.SendAsync(HttpMethod.Get, Path, null, null, ("Authorization", $"Bearer t{i}"))));

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.TooManyRequests);
    }

    private static string CallerOf(string authorization, AuthenticationMode mode)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.5");
        context.Request.Headers.Authorization = authorization;
        return CallerRateLimit.CallerOf(context, mode);
    }
}
