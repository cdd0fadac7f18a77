using Microsoft.Extensions.Hosting;

namespace ComputeOperator.Hosting;

/// <summary>
/// Gives memory back after a burst of work, as soon as little is allocated. A process that allocates little is collected seldom, so that without
/// this the garbage of a burst would count against the container's limit for long.
/// </summary>
public sealed class IdleMemory(TimeProvider time) : BackgroundService
{
    private const long Megabyte = 1024 * 1024;
    private const long Quiet = 6 * Megabyte;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether it is time. A collection takes as long as there are objects in use: the more of them, the more garbage has to come together
    /// first, so that all collections cost no more per byte allocated.
    /// </summary>
    /// <param name="sinceCollected">Bytes allocated since the last collection.</param>
    /// <param name="sinceLooked">Bytes allocated in the last few seconds.</param>
    /// <param name="inUse">Bytes that were in use after the last collection.</param>
    public static bool IsDue(long sinceCollected, long sinceLooked, long inUse) =>
        sinceLooked < Quiet && sinceCollected > Math.Max(8 * Megabyte, inUse / 2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var (collectedAt, lookedAt, inUse) = (0L, 0L, 0L);
        while (await NextAsync(timer, stoppingToken))
        {
            var allocated = GC.GetTotalAllocatedBytes();
            if (IsDue(allocated - collectedAt, allocated - lookedAt, inUse))
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                (collectedAt, inUse) = (allocated, GC.GetTotalMemory(forceFullCollection: false));
            }

            lookedAt = allocated;
        }
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
