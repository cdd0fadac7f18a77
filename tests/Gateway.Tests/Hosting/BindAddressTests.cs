using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Hosting.Configuration;

namespace ComputeOperator.Gateway.Tests.Hosting;

public sealed class BindAddressTests
{
    [Theory]
    [InlineData(":8080", true, "[::]:8080")]
    [InlineData(":8080", false, "0.0.0.0:8080")]
    [InlineData("localhost:0", true, "127.0.0.1:0")]
    [InlineData("10.0.0.7:80", true, "10.0.0.7:80")]
    [InlineData("[::1]:80", false, "[::1]:80")]
    public void No_host_is_every_interface_that_the_kernel_has(string text, bool ipv6, string bound)
    {
        Assert.True(BindAddress.TryParse(text, out var address));
        Assert.Equal(bound, address.ToEndPoint(ipv6).ToString());
    }

    [Theory]
    [InlineData(AuthenticationMode.None, null, "127.0.0.1:8082")]
    [InlineData(AuthenticationMode.Token, null, ":8082")]
    [InlineData(AuthenticationMode.None, ":9000", ":9000")]
    [InlineData(AuthenticationMode.Token, "127.0.0.1:9000", "127.0.0.1:9000")]
    public void Unless_told_otherwise_the_gateway_serves_others_only_where_it_asks_who_they_are(AuthenticationMode auth, string? given, string effective)
    {
        var options = new GatewayOptions { Auth = auth };
        if (given is not null)
        {
            Assert.True(BindAddress.TryParse(given, out var address));
            options.BindAddress = address;
        }

        Assert.Equal(effective, options.EffectiveBindAddress.ToString());
    }

    [Theory]
    [InlineData(AuthenticationMode.None, null, "127.0.0.1:8083")]
    [InlineData(AuthenticationMode.Token, null, ":8083")]
    [InlineData(AuthenticationMode.None, ":8083", ":8083")]
    [InlineData(AuthenticationMode.None, "0", null)]
    public void The_same_holds_for_metrics(AuthenticationMode auth, string? given, string? effective)
    {
        var flags = new Dictionary<string, string> { ["auth"] = auth.ToString() };
        if (given is not null)
        {
            flags["metrics-bind-address"] = given;
        }

        Assert.Equal(effective, GatewayFlags.Table.Read(flags, _ => null).Options.MetricsBindAddress?.ToString());
    }
}
