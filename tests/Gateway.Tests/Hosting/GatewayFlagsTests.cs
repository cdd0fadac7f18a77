using ComputeOperator.Gateway.Configuration;
using Microsoft.Extensions.Logging;

namespace ComputeOperator.Gateway.Tests.Hosting;

public sealed class GatewayFlagsTests
{
    private const string Levels = "one of trace, debug, information, warning, error, critical, none";
    private const string Zone = "a region and a letter such as us-central1-a";
    private const string Name = "a name of at most 63 lower-case letters, digits and '-'";

    [Theory]
    [InlineData("auth", "token,none", "one of token, none")]
    [InlineData("auth", "+1", "one of token, none")]
    [InlineData("auth", " 1", "one of token, none")]
    [InlineData("log-level", "debug,information", Levels)]
    [InlineData("log-level", "", Levels)]
    [InlineData("default-zone", "us-west1-a,us-central1-a", Zone)]
    [InlineData("default-zone", "", Zone)]
    [InlineData("default-machine-type", "Small_1", Name)]
    [InlineData("default-machine-type", "", Name)]
    public void What_is_not_one_of_the_values_is_refused_with_what_is(string flag, string value, string allowed) =>
        Assert.Equal([$"--{flag}: '{value}' is not allowed; allowed: {allowed}"], Read((flag, value)).Problems);

    [Fact]
    public void What_is_one_of_the_values_is_taken()
    {
        var (options, problems) = Read(("auth", "None"), ("log-level", "WARNING"), ("default-zone", "us-west1-a"), ("default-machine-type", "e2-small"));

        Assert.Empty(problems);
        Assert.Equal(
            (AuthenticationMode.None, LogLevel.Warning, "us-west1-a", "e2-small"), (options.Auth, options.LogLevel, options.DefaultZone, options.DefaultMachineType));
    }

    [Fact]
    public void What_was_refused_contradicts_nothing() =>
        Assert.Equal(
            ["--metrics-bind-address: '8084' is not allowed; allowed: host:port with an IP address or no host, such as :8080 or 127.0.0.1:8080, or 0 for none"],
            Read(("metrics-bind-address", "8084"), ("bind-address", ":8083")).Problems);

    private static (GatewayOptions Options, IReadOnlyList<string> Problems) Read(params (string Flag, string Value)[] given) =>
        GatewayFlags.Table.Read(given.ToDictionary(one => one.Flag, one => one.Value), _ => null);
}
