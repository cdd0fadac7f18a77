using ComputeOperator.Kubernetes.Queue;

namespace ComputeOperator.Kubernetes.Tests.Queue;

/// <summary>The laws again, with real threads.</summary>
public sealed class WorkQueueConcurrencyTests
{
    private const int Keys = 50;
    private const int Adders = 4;
    private const int Workers = 8;
    private const int AddsEach = 20_000;

    private readonly int[] _changed = new int[Keys];
    private readonly int[] _seen = new int[Keys];
    private readonly int[] _hands = new int[Keys];

    [Fact]
    public async Task No_change_is_missed_and_no_key_is_in_two_hands()
    {
        using var queue = new WorkQueue<int>(TimeProvider.System);
        var workers = Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(queue))).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Adders).Select(seed => Task.Run(() => Change(queue, seed))));

        await TestKit.Eventually.Holds(() => _changed.SequenceEqual(_seen));
        queue.ShutDown();
        await Task.WhenAll(workers);
    }

    private void Change(WorkQueue<int> queue, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < AddsEach; i++)
        {
            var key = random.Next(Keys);
            Interlocked.Increment(ref _changed[key]);
            if (random.Next(4) == 0)
            {
                queue.AddAfter(key, TimeSpan.FromMilliseconds(random.Next(3)));
            }
            else
            {
                queue.Add(key, (KeyPriority)random.Next(2));
            }
        }
    }

    private async Task WorkAsync(WorkQueue<int> queue)
    {
        while (await queue.GetAsync() is { } key)
        {
            Assert.Equal(1, Interlocked.Increment(ref _hands[key]));
            _seen[key] = Volatile.Read(ref _changed[key]);
            await Task.Yield();
            Assert.Equal(0, Interlocked.Decrement(ref _hands[key]));
            queue.Done(key);
        }
    }
}
