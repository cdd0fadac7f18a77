using System.Net;
using System.Text.Json;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Events;

/// <summary>Writes events within the rate, and says what became of each. For one caller at a time.</summary>
internal sealed class EventWriter(ResourceClient<Event> events, EventRecorderOptions options, TimeProvider time)
{
    private const int Tries = 3;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private readonly TokenBucket _rate = new(options.WritesPerSecond, options.Burst, time);
    private readonly RefusedNamespaces _refused = new(time);
    private long _lastStamp;

    /// <summary>Creates an event; null for the reason when it is there, under the name returned.</summary>
    public async Task<(string Name, DropReason? Drop, string? Error)> CreateAsync(
        Occurrence occurrence, EventSeries? series, CancellationToken cancellation)
    {
        var entity = Build(occurrence, series);
        var (drop, error) = await SendAsync(
            occurrence.Key.Namespace, token => events.CreateAsync(entity, options.ReportingController, token), cancellation);
        return (entity.Metadata.Name!, drop, error);
    }

    /// <summary>Tells how often an event happened by now, anew if the event has expired meanwhile.</summary>
    public async Task<(DropReason? Drop, string? Error)> UpdateAsync(RecordedEvent recorded, CancellationToken cancellation)
    {
        var ns = recorded.First.Key.Namespace;
        var patch = new Patch.Merge(JsonSerializer.SerializeToUtf8Bytes(
            new SeriesPatch(recorded.Series), EventsJsonContext.Default.SeriesPatch));
        var result = await SendAsync(
            ns,
            token => events.PatchAsync(new(ns, recorded.Name), patch, new PatchOptions(options.ReportingController), token),
            cancellation,
            expectExisting: true);
        if (result.Drop is not DropReason.NotFound)
        {
            return result;
        }

        (recorded.Name, var drop, var error) = await CreateAsync(recorded.First, recorded.Series, cancellation);
        return (drop, error);
    }

    private async Task<(DropReason? Drop, string? Error)> SendAsync(
        string ns, Func<CancellationToken, Task> send, CancellationToken cancellation, bool expectExisting = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (_refused.ReasonIn(ns) is { } refused)
            {
                return (refused, null);
            }

            try
            {
                await _rate.TakeAsync(cancellation);
                using var limit = new TimeLimit(RequestTimeout, time, cancellation);
                await send(limit.Token);
                return (null, null);
            }
            catch (KubernetesException e) when (e.IsAlreadyExists)
            {
                // Names are not reused: it is ours, from a try whose answer was lost.
                return (null, null);
            }
            catch (KubernetesException e) when (ReasonOf(e) is { } drop)
            {
                if (drop is not DropReason.Rejected && !(expectExisting && e.IsNotFound))
                {
                    _refused.Add(ns, drop);
                }

                return (drop, e.Message);
            }
            catch (Exception e) when (cancellation.IsCancellationRequested || attempt == Tries)
            {
                return cancellation.IsCancellationRequested ? (DropReason.Shutdown, null) : (DropReason.Unavailable, ConnectionFailure.Cause(e));
            }
            catch (Exception e) when (attempt < Tries)
            {
                await Task.Delay(PauseAfter(e, attempt), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Why the answer is final; null when another try may succeed.</summary>
    private static DropReason? ReasonOf(KubernetesException e) => e.StatusCode switch
    {
        HttpStatusCode.Forbidden when e.Status.Details?.Causes?.Any(cause => cause.Reason == "NamespaceTerminating") is true =>
            DropReason.NamespaceTerminating,
        HttpStatusCode.Forbidden => DropReason.Forbidden,
        HttpStatusCode.NotFound => DropReason.NotFound,
        HttpStatusCode.Unauthorized or HttpStatusCode.Conflict or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => null,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => DropReason.Rejected,
        _ => null,
    };

    private static TimeSpan PauseAfter(Exception e, int attempt)
    {
        var pause = (e as KubernetesException)?.RetryAfter ?? TimeSpan.FromSeconds(1 << (attempt - 1));
        return pause < LongestPause ? pause : LongestPause;
    }

    private Event Build(Occurrence occurrence, EventSeries? series) => new()
    {
        ApiVersion = Event.Definition.ApiVersion,
        Kind = Event.Definition.Kind,
        Metadata = new ObjectMeta
        {
            Name = EventText.Name(occurrence.Key.Regarding.Name, NextStamp(occurrence.At)),
            Namespace = occurrence.Key.Namespace,
        },
        EventTime = occurrence.At,
        Series = series,
        ReportingController = options.ReportingController,
        ReportingInstance = options.ReportingInstance,
        Action = EventText.Truncate(occurrence.Key.Action, EventText.WordBytes),
        Reason = EventText.Truncate(occurrence.Key.Reason, EventText.WordBytes),
        Regarding = occurrence.Key.Regarding,
        Related = occurrence.Key.Related,
        Note = EventText.Truncate(occurrence.Note, EventText.NoteBytes),
        Type = EventMetrics.Text(occurrence.Key.Type),
    };

    // Nanoseconds, as client-go; never the same twice, so that no two events get one name.
    private long NextStamp(DateTimeOffset at) =>
        _lastStamp = Math.Max(_lastStamp + 1, (at - DateTimeOffset.UnixEpoch).Ticks * 100);
}
