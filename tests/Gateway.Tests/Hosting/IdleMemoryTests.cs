using ComputeOperator.Hosting;

namespace ComputeOperator.Gateway.Tests.Hosting;

public sealed class IdleMemoryTests
{
    private const long Megabyte = 1024 * 1024;

    [Theory]
    [InlineData(9, 0, 0, true)]
    [InlineData(8, 0, 0, false)]
    [InlineData(9, 5, 10, true)]
    [InlineData(500, 6, 10, false)]
    [InlineData(90, 5, 200, false)]
    [InlineData(101, 5, 200, true)]
    public void It_waits_for_quiet_and_for_garbage_in_proportion_to_what_is_in_use(long sinceCollected, long sinceLooked, long inUse, bool due) =>
        Assert.Equal(due, IdleMemory.IsDue(sinceCollected * Megabyte, sinceLooked * Megabyte, inUse * Megabyte));
}
