using ComputeOperator.Entities.V1;

namespace ComputeOperator.Compute.Tests;

public sealed class CustomMachineTypeTests
{
    [Theory]
    [InlineData("custom-1-1024", "1", "1Gi")]
    [InlineData("custom-2-4096", "2", "4Gi")]
    [InlineData("custom-4-5120", "4", "5Gi")]
    [InlineData("custom-2-13312", "2", "13Gi")]
    [InlineData("custom-96-638976", "96", "624Gi")]
    public void A_name_has_its_figures(string name, string vcpus, string memory)
    {
        var spec = CustomMachineType.Find(name)!;

        Assert.Equal((vcpus, memory, "10Gi"), (spec.Vcpus.ToString(), spec.Memory.ToString(), spec.Disk.ToString()));
    }

    [Theory]
    [InlineData("custom-2-1024-20", "2", "1Gi", "20Gi")]
    [InlineData("custom-3-1000-1", "3", "1000Mi", "1Gi")]
    [InlineData("custom-1024-67108864-65536", "1024", "64Ti", "64Ti")]
    public void A_name_with_a_disk_has_any_figures(string name, string vcpus, string memory, string disk)
    {
        var spec = CustomMachineType.Find(name)!;

        Assert.Equal((vcpus, memory, disk), (spec.Vcpus.ToString(), spec.Memory.ToString(), spec.Disk.ToString()));
    }

    [Theory]
    [InlineData("custom-2-4096-0")]
    [InlineData("custom-0-4096-10")]
    [InlineData("custom-1025-4096-10")]
    [InlineData("custom-2-67108865-10")]
    [InlineData("custom-2-4096-65537")]
    [InlineData("custom-2-4096-010")]
    [InlineData("custom-2-4096-10-1")]
    [InlineData("e2-medium")]
    [InlineData("custom-")]
    [InlineData("custom-2")]
    [InlineData("custom-2-")]
    [InlineData("custom-2-4096-x")]
    [InlineData("custom-0-1024")]
    [InlineData("custom-3-4096")]
    [InlineData("custom-98-4096")]
    [InlineData("custom-2-4097")]
    [InlineData("custom-2-0")]
    [InlineData("custom-2-13568")]
    [InlineData("custom-02-4096")]
    [InlineData("custom-2-99999999999999")]
    [InlineData("custom--2-4096")]
    public void Another_name_has_none(string name) => Assert.Null(CustomMachineType.Find(name));
}
