using ComputeOperator.Kubernetes.Queue;
using ComputeOperator.TestKit;
using FsCheck;
using FsCheck.Fluent;

namespace ComputeOperator.Kubernetes.Tests.Queue;

/// <summary>What holds for every sequence of operations on a queue.</summary>
public sealed class WorkQueueLawTests
{
    private const int Keys = 6;

    private enum Verb
    {
        Add,
        AddBackground,
        AddAfter,
        AddRateLimited,
        Take,
        Done,
        Discard,
        Forget,
        Advance,
    }

    [Fact]
    public void Every_add_is_followed_by_a_take_in_time_and_no_key_is_ever_in_two_hands()
    {
        var operation =
            from verb in Gen.Elements(Enum.GetValues<Verb>().Concat([Verb.Take, Verb.Take, Verb.Done, Verb.Add]).ToArray())
            from key in Gen.Choose(0, Keys - 1)
            from milliseconds in Gen.Choose(0, 50)
            select (verb, key, TimeSpan.FromMilliseconds(milliseconds));
        var sequences = operation.ListOf(200).ToArbitrary();

        Prop.ForAll(sequences, operations =>
        {
            using var model = new CheckedQueue();
            foreach (var (verb, key, time) in operations)
            {
                Perform(model, verb, key, time);
            }

            model.DrainAndCheckNothingIsOwed();
        }).QuickCheckThrowOnFailure();
    }

    private static void Perform(CheckedQueue model, Verb verb, int key, TimeSpan time)
    {
        switch (verb)
        {
            case Verb.Add: model.Add(key, KeyPriority.Fresh); break;
            case Verb.AddBackground: model.Add(key, KeyPriority.Background); break;
            case Verb.AddAfter: model.AddAfter(key, time); break;
            case Verb.AddRateLimited: model.AddRateLimited(key); break;
            case Verb.Take: model.Take(); break;
            case Verb.Done: model.Done(key); break;
            case Verb.Discard: model.Discard(key); break;
            case Verb.Forget: model.Forget(key); break;
            case Verb.Advance: model.Advance(time); break;
            default: throw new ArgumentOutOfRangeException(nameof(verb));
        }
    }

    /// <summary>A queue beside the simplest account of what it owes: per key, whether now and by when later.</summary>
    private sealed class CheckedQueue : IDisposable
    {
        private readonly ManualTime _time = new();
        private readonly WorkQueue<int> _queue;
        private readonly HashSet<int> _held = [];
        private readonly HashSet<int> _owedNow = [];
        private readonly Dictionary<int, DateTimeOffset> _owedLater = [];

        public CheckedQueue() => _queue = new(_time, new() { Backoff = new(TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(20), Jitter: 0) });

        public void Dispose() => _queue.Dispose();

        public void Add(int key, KeyPriority priority)
        {
            _queue.Add(key, priority);
            _owedNow.Add(key);
        }

        public void AddAfter(int key, TimeSpan delay)
        {
            _queue.AddAfter(key, delay);
            Owe(key, delay);
        }

        public void AddRateLimited(int key) => Owe(key, _queue.AddRateLimited(key));

        public void Discard(int key)
        {
            _queue.Discard(key);
            _owedNow.Remove(key);
            _owedLater.Remove(key);
        }

        // What a worker says that found no object: whoever has added the key since is owed a look all the same.
        public void Forget(int key) => _queue.Forget(key);

        public void Advance(TimeSpan by)
        {
            _time.Advance(by);
            foreach (var key in _owedLater.Where(owed => owed.Value <= _time.GetUtcNow()).Select(owed => owed.Key).ToArray())
            {
                _owedLater.Remove(key);
                _owedNow.Add(key);
            }
        }

        public void Take()
        {
            var free = _owedNow.Except(_held).ToHashSet();
            Assert.Equal(free.Count, _queue.Count);
            var taking = _queue.GetAsync(new CancellationToken(canceled: _queue.Count == 0));
            if (taking.IsCompletedSuccessfully)
            {
                var key = Assert.NotNull(taking.Result);
                Assert.True(_held.Add(key));
                Assert.Contains(key, free);
                _owedNow.Remove(key);
            }
        }

        public void Done(int key)
        {
            _queue.Done(key);
            _held.Remove(key);
        }

        public void DrainAndCheckNothingIsOwed()
        {
            Advance(TimeSpan.FromHours(1));
            for (var round = 0; round < 2 * Keys; round++)
            {
                _held.ToList().ForEach(Done);
                Take();
            }

            Assert.Empty(_owedNow);
            Assert.Empty(_owedLater);
            Assert.Equal(0, _queue.Count);
            Assert.Equal(0, _queue.DelayedCount);
        }

        private void Owe(int key, TimeSpan delay)
        {
            var due = _time.GetUtcNow() + delay;
            if (delay <= TimeSpan.Zero)
            {
                _owedNow.Add(key);
            }
            else if (!_owedLater.TryGetValue(key, out var sooner) || due < sooner)
            {
                _owedLater[key] = due;
            }
        }
    }
}
