using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Tests.Serialization;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("250m", "250m")]
    [InlineData("4Gi", "4Gi")]
    [InlineData("1e3", "1k")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775808", "9223372036854775807")]
    [InlineData("8Ei", "9223372036854775807")]
    [InlineData("5e28", "9223372036854775807")]
    [InlineData("1e30", "9223372036854775807")]
    [InlineData("1e400", "9223372036854775807")]
    [InlineData("99999999999999999999999E", "9223372036854775807")]
    [InlineData("-1e30", "-9223372036854775807")]
    [InlineData("0e400", "0")]
    [InlineData("1e-400", "0")]
    public void What_the_definitions_let_in_is_read_and_too_much_is_the_most(string text, string expected)
    {
        Assert.Equal(expected, Quantity.Parse(text).ToString());
        Assert.Equal(Quantity.Parse(text), Quantity.Parse(expected));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two")]
    [InlineData("1e3k")]
    [InlineData("1,5")]
    [InlineData("1e")]
    [InlineData("Infinity")]
    [InlineData("NaN")]
    public void What_is_no_quantity_is_refused(string text) => Assert.False(Quantity.TryParse(text, out _));

    [Fact]
    public void A_sum_is_never_more_than_what_is_read_back()
    {
        var sum = new Quantity(Quantity.Most * 3);
        Assert.Equal(sum, Quantity.Parse(sum.ToString()));
    }
}
