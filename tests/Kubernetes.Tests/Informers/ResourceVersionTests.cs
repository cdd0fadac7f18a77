using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Tests.Informers;

public sealed class ResourceVersionTests
{
    [Theory]
    [InlineData("10", "9", true)]
    [InlineData("9", "10", false)]
    [InlineData("10", "10", false)]
    [InlineData("18446744073709551615", "18446744073709551614", true)]
    [InlineData("abc", "10", true)]
    [InlineData("10", "abc", true)]
    [InlineData("abc", "abc", false)]
    [InlineData("10", null, true)]
    [InlineData(null, "10", true)]
    [InlineData("-1", "10", true)]
    public void Numbers_are_compared_and_anything_else_counts_as_newer(string? candidate, string? than, bool newer) =>
        Assert.Equal(newer, ResourceVersion.IsNewer(candidate, than));

    [Theory]
    [InlineData("10", "9", true)]
    [InlineData("9", "10", false)]
    [InlineData("10", "10", false)]
    [InlineData("", "10", true)]
    [InlineData("abc", "10", true)]
    public void Versions_in_the_watchs_buffer_are_compared_alike(string candidate, string than, bool newer) =>
        Assert.Equal(newer, ResourceVersion.IsNewer(System.Text.Encoding.UTF8.GetBytes(candidate), than));
}
