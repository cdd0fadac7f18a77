using ComputeOperator.Gateway.Telemetry;

namespace ComputeOperator.Gateway.Tests.Hosting;

public sealed class RequestMetricsTests
{
    [Theory]
    [InlineData("GET", "GET")]
    [InlineData("get", "GET")]
    [InlineData("pAtCh", "PATCH")]
    [InlineData("BREW", "other")]
    [InlineData("", "other")]
    public void A_method_is_counted_as_one_of_few_however_it_is_spelled(string method, string expected) =>
        Assert.Equal(expected, RequestMetrics.MethodOf(method));
}
