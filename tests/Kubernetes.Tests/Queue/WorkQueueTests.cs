using ComputeOperator.Kubernetes.Queue;
using ComputeOperator.TestKit;

namespace ComputeOperator.Kubernetes.Tests.Queue;

public sealed class WorkQueueTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly WorkQueue<int> _queue;

    public WorkQueueTests() => _queue = new(_time, new() { Name = "test", Random = new Random(1) });

    public void Dispose() => _queue.Dispose();

    [Fact]
    public void A_key_added_often_is_taken_once()
    {
        _queue.Add(1);
        _queue.Add(1);
        _queue.Add(1, KeyPriority.Background);

        Assert.Equal([1], TakeReady());
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void Keys_are_taken_in_the_order_of_their_first_add()
    {
        foreach (var key in new[] { 3, 1, 2, 3, 1 })
        {
            _queue.Add(key);
        }

        Assert.Equal([3, 1, 2], TakeReady());
    }

    [Fact]
    public void A_key_in_a_workers_hands_is_not_given_to_another()
    {
        _queue.Add(1);
        Assert.Equal(1, Take());
        _queue.Add(1);

        Assert.Null(Take());
    }

    [Fact]
    public void A_key_added_while_a_worker_holds_it_comes_again_after_done()
    {
        _queue.Add(1);
        Take();
        _queue.Add(1);
        _queue.Done(1);

        Assert.Equal(1, Take());
        _queue.Done(1);
        Assert.Null(Take());
    }

    [Fact]
    public void A_delayed_key_comes_at_its_time_and_not_before()
    {
        _queue.AddAfter(1, Second);

        _time.Advance(Second - TimeSpan.FromTicks(1));
        Assert.Null(Take());
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, Take());
    }

    [Fact]
    public void A_sooner_delay_wins_and_a_later_one_never_postpones()
    {
        _queue.AddAfter(1, 10 * Second);
        _queue.AddAfter(1, 2 * Second);
        _queue.AddAfter(1, 5 * Second);

        _time.Advance(2 * Second);
        Assert.Equal(1, Take());
        _queue.Done(1);
        _time.Advance(20 * Second);
        Assert.Null(Take());
    }

    [Fact]
    public void A_planned_look_is_not_lost_when_the_object_changes_meanwhile()
    {
        _queue.AddAfter(1, 2 * Second);
        _queue.Add(1);
        Assert.Equal(1, Take());
        _queue.Done(1);

        _time.Advance(2 * Second);
        Assert.Equal(1, Take());
    }

    [Fact]
    public void A_look_planned_by_the_worker_is_not_lost_when_the_object_changed_under_it()
    {
        _queue.Add(1);
        Take();
        _queue.Add(1);
        _queue.AddAfter(1, Second);
        _queue.Done(1);
        Assert.Equal(1, Take());
        _queue.Done(1);

        _time.Advance(Second);
        Assert.Equal(1, Take());
    }

    [Fact]
    public void A_delay_that_ends_while_a_worker_holds_the_key_waits_for_the_worker()
    {
        _queue.Add(1);
        Take();
        _queue.AddAfter(1, Second);
        _time.Advance(Second);
        Assert.Null(Take());

        _queue.Done(1);
        Assert.Equal(1, Take());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_delay_of_nothing_is_now(int seconds)
    {
        _queue.AddAfter(1, seconds * Second);

        Assert.Equal(1, Take());
    }

    [Fact]
    public void A_delay_longer_than_a_timer_can_count_is_kept()
    {
        _queue.AddAfter(1, TimeSpan.FromDays(100));
        _queue.AddAfter(2, TimeSpan.MaxValue);

        _time.Advance(TimeSpan.FromDays(99));
        Assert.Null(Take());
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, Take());
    }

    [Fact]
    public void One_timer_serves_all_delayed_keys()
    {
        for (var key = 0; key < 1000; key++)
        {
            _queue.AddAfter(key, (1000 - key) * Second);
        }

        Assert.Equal(1, _time.ArmedTimers);
        Assert.Equal(Second, _time.UntilNextTimer);
        _time.Advance(1000 * Second);
        Assert.Equal(Enumerable.Range(0, 1000).Reverse(), TakeReady());
    }

    [Fact]
    public void Failures_wait_longer_each_time_up_to_the_cap_and_begin_anew_after_forget()
    {
        using var queue = new WorkQueue<int>(_time, new() { Backoff = new(Second, 5 * Second, Jitter: 0) });

        Assert.Equal([1, 2, 4, 5, 5], Enumerable.Range(0, 5).Select(_ => queue.AddRateLimited(1).TotalSeconds));
        Assert.Equal(5, queue.Retries(1));
        queue.Forget(1);
        Assert.Equal(0, queue.Retries(1));
        Assert.Equal(Second, queue.AddRateLimited(1));
    }

    [Fact]
    public void A_failure_waits_at_least_as_long_as_the_server_asks()
    {
        Assert.Equal(7 * Second, _queue.AddRateLimited(1, atLeast: 7 * Second));

        _time.Advance(6.9 * Second);
        Assert.Null(Take());
        _time.Advance(0.1 * Second);
        Assert.Equal(1, Take());
    }

    [Fact]
    public void Fresh_keys_go_first_and_every_eighth_take_is_a_background_key()
    {
        foreach (var key in Enumerable.Range(1000, 100))
        {
            _queue.Add(key, KeyPriority.Background);
        }

        foreach (var key in Enumerable.Range(0, 70))
        {
            _queue.Add(key);
        }

        var taken = TakeReady();
        Assert.Equal(Enumerable.Range(0, 7).Append(1000), taken.Take(8));
        Assert.Equal(Enumerable.Range(1000, 10), taken.Take(80).Where(key => key >= 1000));
        Assert.Equal(170, taken.Count);
    }

    [Fact]
    public void A_change_lifts_a_waiting_background_key()
    {
        foreach (var key in Enumerable.Range(0, 100))
        {
            _queue.Add(key, KeyPriority.Background);
        }

        _queue.Add(99);

        Assert.Equal(99, Take());
        Assert.Equal(99, TakeReady().Count);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void One_that_asked_for_a_fresh_look_later_does_not_wait_behind_the_background(int fresh, int background)
    {
        _queue.AddAfter(99, TimeSpan.FromSeconds(background), KeyPriority.Background);
        _queue.AddAfter(99, TimeSpan.FromSeconds(fresh));
        foreach (var key in Enumerable.Range(0, 10))
        {
            _queue.Add(key, KeyPriority.Background);
        }

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(99, Take());
    }

    [Fact]
    public void A_discarded_key_leaves_nothing_behind()
    {
        _queue.AddRateLimited(1);
        _queue.Add(1);
        _queue.Discard(1);

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(Take());
        Assert.Equal(0, _queue.Retries(1));
        Assert.Equal(0, _queue.DelayedCount);
    }

    [Fact]
    public async Task A_worker_that_waits_gets_the_next_key()
    {
        var waiting = _queue.GetAsync();
        Assert.False(waiting.IsCompleted);
        _queue.Discard(7);
        _queue.Add(5);

        Assert.Equal(5, await waiting);
    }

    [Fact]
    public async Task Shutting_down_tells_everyone_who_waits_and_everyone_who_comes()
    {
        var waiting = Enumerable.Range(0, 4).Select(_ => _queue.GetAsync().AsTask()).ToArray();
        _queue.ShutDown();
        _queue.Add(1);

        Assert.All(await Task.WhenAll(waiting), Assert.Null);
        Assert.Null(await _queue.GetAsync());
    }

    [Fact]
    public async Task Waiting_ends_with_its_token()
    {
        using var cancelled = new CancellationTokenSource();
        var waiting = _queue.GetAsync(cancelled.Token).AsTask();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private int? Take()
    {
        var taken = _queue.GetAsync(new CancellationToken(canceled: _queue.Count == 0));
        return taken.IsCompletedSuccessfully ? taken.Result : null;
    }

    private List<int> TakeReady()
    {
        var taken = new List<int>();
        while (Take() is { } key)
        {
            taken.Add(key);
        }

        return taken;
    }
}
