using Microsoft.Extensions.Hosting;

namespace ComputeOperator.Hosting;

/// <summary>
/// Gives memory back after a burst of work, as soon as little is allocated. A process that allocates little is collected seldom, so that without
/// this the garbage of a burst would count against the container's limit for long.
/// </summary>
public sealed class IdleMemory(TimeProvider time) : BackgroundService
{
    private const long WorthCollecting = 8 * 1024 * 1024;
    private const long Quiet = 6 * 1024 * 1024;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        var (collectedAt, lookedAt) = (0L, 0L);
        while (await NextAsync(timer, stoppingToken))
        {
            var allocated = GC.GetTotalAllocatedBytes();
            if (allocated - collectedAt > WorthCollecting && allocated - lookedAt < Quiet)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                collectedAt = allocated;
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
