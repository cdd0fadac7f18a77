using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tests.Tenants;

public sealed class CreditCostTests
{
    [Theory]
    [InlineData("2", "1Gi", "20Gi", 34)]
    [InlineData("1", "1Gi", "10Gi", 22)]
    [InlineData("8", "16Gi", "160Gi", 272)]
    [InlineData("250m", "1Gi", "10Gi", 15)]
    [InlineData("1m", "1Mi", "1Mi", 10)]
    [InlineData("1", "1Mi", "1Mi", 11)]
    [InlineData("1024", "64Ti", "64Ti", 678708)]
    public void It_is_what_the_parts_cost_rounded_up_and_at_least_ten(string vcpus, string memory, string disk, long expected) =>
        Assert.Equal(expected, CreditCost.Of(Quantity.Parse(vcpus).Value, Quantity.Parse(memory).Value, Quantity.Parse(disk).Value));
}
