using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ComputeOperator.Kubernetes.Queue;

/// <summary>
/// The keys of objects to look at. Only keys: what to do is read from the object when its turn comes, so a hundred changes
/// of one object are one entry.
/// <list type="bullet">
/// <item>A key is in the hands of one worker at a time: taken until <see cref="Done"/>. Added meanwhile, it comes again after that.</item>
/// <item>Every add is followed by a take that begins after it: at once, or no later than the delay asked for.</item>
/// <item>Of several delays the soonest wins; an add without delay leaves them, so a planned look is never lost to a change.</item>
/// <item>Fresh keys go before background keys, but for every eighth take: neither starves (see <c>ReadyLines</c>).</item>
/// </list>
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
public sealed class WorkQueue<TKey> : IDisposable
    where TKey : struct, IEquatable<TKey>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Waiting> _waiting = [];
    private readonly Dictionary<TKey, long> _processing = [];
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly ReadyLines<TKey> _lines = new();
    private readonly DelayedKeys<TKey> _delayed = new();
    private readonly SemaphoreSlim _ready = new(0);
    private readonly WorkQueueOptions _options;
    private readonly TimeProvider _time;
    private readonly WakeUp _wakeUp;
    private readonly QueueMetrics _metrics;
    private bool _shutDown;

    /// <summary>An empty queue.</summary>
    public WorkQueue(TimeProvider time, WorkQueueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _options = options ?? new();
        _wakeUp = new(time, MoveDueKeys);
        _metrics = QueueMetrics.Register(_options.Name, _options.Controller ?? _options.Name, Read);
    }

    /// <summary>How many keys could be taken now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _lines.Count;
            }
        }
    }

    /// <summary>How many keys wait for a time.</summary>
    public int DelayedCount
    {
        get
        {
            lock (_gate)
            {
                return _delayed.Count;
            }
        }
    }

    /// <summary>Asks for a look at the object now.</summary>
    public void Add(TKey key, KeyPriority priority = KeyPriority.Fresh)
    {
        bool ready;
        lock (_gate)
        {
            ready = Add_NeedsLock(key, priority);
        }

        if (ready)
        {
            _ready.Release();
        }
    }

    /// <summary>Asks for a look at the object after <paramref name="delay"/>, or sooner where that was asked for before.</summary>
    public void AddAfter(TKey key, TimeSpan delay, KeyPriority priority = KeyPriority.Fresh)
    {
        if (delay <= TimeSpan.Zero)
        {
            Add(key, priority);
            return;
        }

        lock (_gate)
        {
            if (!_shutDown)
            {
                Delay_NeedsLock(key, delay, priority);
            }
        }
    }

    /// <summary>Asks for another look after a failure: each in a row waits longer than the one before.</summary>
    /// <param name="key">The key.</param>
    /// <param name="atLeast">The shortest wait, where the server named one.</param>
    /// <returns>The wait.</returns>
    public TimeSpan AddRateLimited(TKey key, TimeSpan atLeast = default)
    {
        lock (_gate)
        {
            ref var failures = ref CollectionsMarshal.GetValueRefOrAddDefault(_failures, key, out _);
            var delay = _options.Backoff.Delay(++failures, _options.Random);
            delay = delay < atLeast ? atLeast : delay;
            if (!_shutDown)
            {
                _metrics.Retried();
                Delay_NeedsLock(key, delay, KeyPriority.Fresh);
            }

            return delay;
        }
    }

    /// <summary>The object is fine: its next failure counts as the first.</summary>
    public void Forget(TKey key)
    {
        lock (_gate)
        {
            _failures.Remove(key);
        }
    }

    /// <summary>How many failures in a row the key has.</summary>
    public int Retries(TKey key)
    {
        lock (_gate)
        {
            return _failures.GetValueOrDefault(key);
        }
    }

    /// <summary>
    /// The object is gone: nothing is left to look at, now or later. For whoever brings the changes of objects in their order; anybody else
    /// would take an add that came in between along with it.
    /// </summary>
    public void Discard(TKey key)
    {
        lock (_gate)
        {
            _failures.Remove(key);
            _delayed.Remove(key);
            if (_waiting.Remove(key, out var waiting) && waiting.Place is { } place)
            {
                _lines.Remove(place);
            }
        }
    }

    /// <summary>Forgets every key but those in a worker's hands.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _failures.Clear();
            _delayed.Clear();
            foreach (var waiting in _waiting.Values)
            {
                if (waiting.Place is { } place)
                {
                    _lines.Remove(place);
                }
            }

            _waiting.Clear();
        }
    }

    /// <summary>Takes the next key, waiting for one; null once the queue is shut down.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TKey?> GetAsync(CancellationToken cancellation = default)
    {
        while (true)
        {
            await _ready.WaitAsync(cancellation);
            if (TryGet(out var key))
            {
                return key;
            }

            if (Volatile.Read(ref _shutDown))
            {
                _ready.Release();
                return null;
            }
        }
    }

    /// <summary>The worker that took <paramref name="key"/> is through with it.</summary>
    public void Done(TKey key)
    {
        var ready = false;
        lock (_gate)
        {
            if (!_processing.Remove(key, out var started))
            {
                return;
            }

            _metrics.Worked(_time.GetElapsedTime(started));
            ref var waiting = ref CollectionsMarshal.GetValueRefOrNullRef(_waiting, key);
            if (!Unsafe.IsNullRef(ref waiting))
            {
                waiting.Place = _lines.Add(key, waiting.Priority);
                ready = true;
            }
        }

        if (ready)
        {
            _ready.Release();
        }
    }

    /// <summary>Ends the queue: nothing more goes in or comes out, and whoever waits is told.</summary>
    public void ShutDown()
    {
        lock (_gate)
        {
            if (_shutDown)
            {
                return;
            }

            _shutDown = true;
        }

        Clear();
        _ready.Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ShutDown();
        _wakeUp.Dispose();
        _metrics.Unregister();
    }

    private bool TryGet(out TKey key)
    {
        lock (_gate)
        {
            if (_shutDown || !_lines.TryTake(out key))
            {
                key = default;
                return false;
            }

            _waiting.Remove(key, out var waiting);
            var now = _time.GetTimestamp();
            _processing[key] = now;
            _metrics.Waited(_time.GetElapsedTime(waiting.Since, now));
            return true;
        }
    }

    private bool Add_NeedsLock(TKey key, KeyPriority priority)
    {
        if (_shutDown)
        {
            return false;
        }

        ref var waiting = ref CollectionsMarshal.GetValueRefOrAddDefault(_waiting, key, out var known);
        if (known)
        {
            Promote_NeedsLock(ref waiting, priority);
            return false;
        }

        _metrics.Added();
        waiting = new() { Priority = priority, Since = _time.GetTimestamp() };
        if (_processing.ContainsKey(key))
        {
            return false;
        }

        waiting.Place = _lines.Add(key, priority);
        return true;
    }

    private void Promote_NeedsLock(ref Waiting waiting, KeyPriority priority)
    {
        if (waiting.Priority == KeyPriority.Background && priority == KeyPriority.Fresh)
        {
            waiting.Priority = priority;
            if (waiting.Place is { } place)
            {
                _lines.Promote(place);
            }
        }
    }

    private void Delay_NeedsLock(TKey key, TimeSpan delay, KeyPriority priority)
    {
        _delayed.Add(key, _wakeUp.TimestampAfter(delay), priority);
        _wakeUp.NoLaterThan(_delayed.NextDue);
    }

    private void MoveDueKeys()
    {
        var ready = 0;
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            while (_delayed.TryTakeDue(now, out var key, out var priority))
            {
                ready += Add_NeedsLock(key, priority) ? 1 : 0;
            }

            _wakeUp.NoLaterThan(_delayed.NextDue);
        }

        if (ready > 0)
        {
            _ready.Release(ready);
        }
    }

    private QueueReading Read()
    {
        lock (_gate)
        {
            var (unfinished, longest) = (TimeSpan.Zero, TimeSpan.Zero);
            foreach (var started in _processing.Values)
            {
                var elapsed = _time.GetElapsedTime(started);
                unfinished += elapsed;
                longest = elapsed > longest ? elapsed : longest;
            }

            return new(_lines.Count, unfinished, longest);
        }
    }

    /// <summary>A key that a worker has yet to take; without a place while another holds it.</summary>
    private struct Waiting
    {
        public KeyPriority Priority;
        public long Since;
        public LinkedListNode<TKey>? Place;
    }
}
