using System.Threading.Channels;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta.Schema;
using Microsoft.Extensions.Logging;

namespace ComputeOperator.Kubernetes.Events;

/// <summary>
/// Records events without ever holding up who reports them: <see cref="Record"/> only queues, one background task
/// writes, a moment later and within a rate. What does not fit is dropped and counted in <c>compute_events_dropped_total</c>. The same
/// event again within minutes becomes a series: one object with a count.
/// </summary>
[EntityRbac(typeof(Event), Verbs = RbacVerbs.Create | RbacVerbs.Patch)]
public sealed partial class EventRecorder
{
    private readonly EventRecorderOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EventWriter _writer;
    private readonly EventSeriesCache _series;
    private readonly HashSet<DropReason> _logged = [];

    // A null is the sweep's turn: through the queue, so that one task alone touches the cache.
    private readonly Channel<Occurrence?> _queue;
    private volatile bool _stopping;

    /// <summary>A recorder that queues events, and writes them once it is run.</summary>
    /// <exception cref="ArgumentException">The options have <see cref="EventRecorderOptions.Problems"/>; the message lists all.</exception>
    public EventRecorder(
        ResourceClient<Event> events, EventRecorderOptions options, TimeProvider time, ILogger<EventRecorder> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.Join(' ', options.Problems()) is { Length: > 0 } problems)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        _options = options;
        _time = time;
        _logger = logger;
        _writer = new EventWriter(events, options, time);
        _series = new EventSeriesCache(options, time);
        _queue = Channel.CreateBounded<Occurrence?>(new BoundedChannelOptions(options.QueueLength) { SingleReader = true });
    }

    /// <summary>Queues an event and returns at once. Never fails: what cannot be recorded is counted.</summary>
    /// <param name="regarding">The object it is about; for a cluster-scoped one the event goes to namespace <c>default</c>.</param>
    /// <param name="type">Whether it is part of the normal course.</param>
    /// <param name="reason">Why, one UpperCamelCase word of at most 128 bytes.</param>
    /// <param name="action">What was done or tried, one UpperCamelCase word of at most 128 bytes.</param>
    /// <param name="note">One sentence for people; cut at 1,024 bytes.</param>
    /// <param name="related">Another object involved.</param>
    public void Record(
        ObjectReference regarding, EventType type, string reason, string action, string note, ObjectReference? related = null)
    {
        if (!_options.Enabled)
        {
            return;
        }

        var occurrence = new Occurrence(new(regarding, related, type, reason, action), note, _time.GetUtcNow(), _time.GetTimestamp());
        var roomForNormal = type == EventType.Warning || _queue.Reader.Count < _options.QueueLength / 2;
        if (roomForNormal && _queue.Writer.TryWrite(occurrence))
        {
            EventMetrics.Queued();
        }
        else
        {
            EventMetrics.Dropped(_stopping ? DropReason.Shutdown : DropReason.QueueFull);
        }
    }

    /// <summary>
    /// Writes what is queued, until <paramref name="cancellation"/> and then for at most
    /// <see cref="EventRecorderOptions.DrainTimeout"/> more. To be run once.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        await using var stop = cancellation.UnsafeRegister(_ => BeginDrain(end), null);
        await using var sweep = _time.CreateTimer(
            _ => _queue.Writer.TryWrite(null), null, _options.SeriesInterval, _options.SeriesInterval);
        try
        {
            await foreach (var occurrence in _queue.Reader.ReadAllAsync(end.Token))
            {
                await WaitForTurnAsync(occurrence, cancellation);
                await (occurrence is null ? SendAsync(_series.Sweep(), end.Token) : TakeAsync(occurrence, end.Token));
            }

            await SendAsync(_series.Behind(), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }

        DropRest();
    }

    // All wait equally long, so that who is first in the queue is due first.
    private async Task WaitForTurnAsync(Occurrence? next, CancellationToken stopping)
    {
        if (next is not null && _options.SendDelay - _time.GetElapsedTime(next.QueuedAt) is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void BeginDrain(CancellationTokenSource end)
    {
        _stopping = true;
        _queue.Writer.TryComplete();
        end.CancelAfter(_options.DrainTimeout);
    }

    private async Task TakeAsync(Occurrence occurrence, CancellationToken cancellation)
    {
        try
        {
            await HandleAsync(occurrence, cancellation);
        }
        finally
        {
            EventMetrics.Dequeued();
        }
    }

    private async Task HandleAsync(Occurrence occurrence, CancellationToken cancellation)
    {
        if (_series.TryFind(occurrence.Key, out var recorded))
        {
            recorded.Repeat(occurrence.At, _time.GetTimestamp());
            if (_series.IsDue(recorded))
            {
                await SendAsync(recorded, cancellation);
            }

            return;
        }

        var (name, drop, error) = await _writer.CreateAsync(occurrence, series: null, cancellation);
        if (drop is not null)
        {
            Drop(drop.Value, 1, occurrence.Key, error);
            return;
        }

        EventMetrics.Recorded(occurrence.Key, 1);
        if (_series.Add(new RecordedEvent(occurrence, name, _time.GetTimestamp())) is { } forgotten)
        {
            await SendAsync(forgotten, cancellation);
        }
    }

    private async Task SendAsync(List<RecordedEvent> behind, CancellationToken cancellation)
    {
        foreach (var recorded in behind)
        {
            await SendAsync(recorded, cancellation);
        }
    }

    private async Task SendAsync(RecordedEvent recorded, CancellationToken cancellation)
    {
        var times = recorded.Count - recorded.CountSent;
        var (drop, error) = await _writer.UpdateAsync(recorded, cancellation);
        recorded.Sent(_time.GetTimestamp());
        if (drop is null)
        {
            EventMetrics.Recorded(recorded.First.Key, times);
        }
        else
        {
            Drop(drop.Value, times, recorded.First.Key, error);
        }
    }

    private void Drop(DropReason reason, int times, EventKey key, string? error)
    {
        EventMetrics.Dropped(reason, times);
        if (error is not null && _logged.Add(reason))
        {
            LogDropped(key.Reason, $"{key.Regarding.Kind} {key.Namespace}/{key.Regarding.Name}", error);
        }
    }

    private void DropRest()
    {
        while (_queue.Reader.TryRead(out var occurrence))
        {
            if (occurrence is not null)
            {
                EventMetrics.Dequeued();
                EventMetrics.Dropped(DropReason.Shutdown);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Event {Reason} about {Object} was not recorded: {Error}. Later ones for this cause are only counted in compute_events_dropped_total")]
    private partial void LogDropped(string reason, string @object, string error);
}
