using System.Net;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;
using Microsoft.Extensions.Logging;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>
/// Brings one namespace, or all, into the cache and keeps it there. It lists when it knows no version to go on from (at start,
/// when the server has forgotten that version or refuses it again and again, when the kind was away) and otherwise resumes the
/// watch where it broke off.
/// </summary>
internal sealed partial class Reflector<T>(
    ResourceClient<T> client, string? ns, InformerOptions<T> options, Cache<T> cache, TimeProvider time, ILogger logger)
    where T : class, IKubernetesObject
{
    // A watch says nothing until something happens. The first one after trouble is short, so that its end tells that all is well.
    private static readonly TimeSpan TrialWatch = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShortWatch = TimeSpan.FromSeconds(1);

    // A watch that lags behind goes on bringing something; one that brings nothing for as long has nothing to bring.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _scope = Scope(client.Definition, ns);
    private readonly ReflectorHealth _health = new(Scope(client.Definition, ns), options.InstallCommand, logger);
    private readonly InformerMetrics _metrics = new(ResourceName(client.Definition));
    private readonly WatchIntake<T> _intake = new(ns, options.Transform, cache);
    private readonly Interruption _interruption = new();
    private readonly ReflectorRetries _retries = new(options.StreamLists);
    private int? _pageSize = options.PageSize;
    private int _failures;
    private int _listsAsked;
    private int _listsBegun;
    private bool _listAnswered;
    private (long Since, string? From)? _following;

    /// <summary>Ends with the first complete list.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Why the cache is behind; null when nothing is wrong.</summary>
    public string? Problem => _health.Problem;

    /// <summary>The newest version that has come, whether or not it is in the cache already; null: none.</summary>
    public string? Newest => _intake.Progress.Newest;

    private bool IsListAsked => Volatile.Read(ref _listsAsked) != _listsBegun;

    /// <summary>Whether objects of that namespace come from here.</summary>
    public bool Follows(string of) => ns is null || ns == of;

    /// <summary>
    /// Ends when everything is in the cache that had happened up to <paramref name="version"/>. A watch does not tell how far it has
    /// come while nothing happens in its scope: when it falls silent before it is there, the objects are listed.
    /// </summary>
    public async Task CatchUpAsync(string version, CancellationToken cancellation)
    {
        if (!await _intake.Progress.ReachAsync(version, Silence, time, cancellation))
        {
            var reached = _intake.Progress.ReachOrListAsync(version, Interlocked.Increment(ref _listsAsked), cancellation);
            _interruption.Interrupt();
            await reached;
        }
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                var wait = await FollowAsync(cancellation);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time, cancellation);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    private static string ResourceName(ResourceDefinition<T> definition) =>
        definition.Group.Length == 0 ? definition.Plural : $"{definition.Plural}.{definition.Group}";

    private static string Scope(ResourceDefinition<T> definition, string? ns) =>
        ns is null ? ResourceName(definition) : $"{ResourceName(definition)} in namespace {ns}";

    /// <summary>Lists if need be, then watches until the watch ends; returns how long to wait before the next try.</summary>
    private async Task<TimeSpan> FollowAsync(CancellationToken cancellation)
    {
        var asked = Volatile.Read(ref _listsAsked);
        if (asked != _listsBegun)
        {
            _intake.Forget();
        }

        _listsBegun = _intake.Version is null ? asked : _listsBegun;
        _following = null;
        _listAnswered = false;
        var from = _intake.Version;
        try
        {
            if (_intake.Version is null && !_retries.Streams)
            {
                await ListPagesAsync(cancellation);
            }

            await WatchAsync(cancellation);
            _retries.Followed();
            return HasFollowed() || IsListAsked ? TimeSpan.Zero : NextDelay();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return AfterFailure(e, from);
        }
    }

    /// <summary>
    /// Whether a watch brought anything or lived for a while: only then is the next one begun without delay. The time that a server takes
    /// to answer does not count: one out of reach can take long to fail, each time.
    /// </summary>
    private bool HasFollowed()
    {
        if (_following is not { } following)
        {
            return false;
        }

        if (_intake.Version == following.From && time.GetElapsedTime(following.Since) < ShortWatch)
        {
            _metrics.WatchWasShort();
            return false;
        }

        _failures = 0;
        return true;
    }

    private void BeginAnswer(bool isList)
    {
        if (isList)
        {
            _listAnswered = true;
        }
        else
        {
            BeginFollowing();
        }
    }

    private void BeginFollowing() => _following = (time.GetTimestamp(), _intake.Version);

    private TimeSpan AfterFailure(Exception e, string? from)
    {
        if (e is OperationCanceledException && IsListAsked)
        {
            return TimeSpan.Zero;
        }

        var problem = ReflectorProblems.Of(e);
        var followed = HasFollowed();
        if (e is KubernetesException { IsGone: true })
        {
            return Relist(e, mayBeAtOnce: followed || from is not null);
        }

        if (_intake.Version is null && _retries.Streams && IsStreamRefused(e, problem))
        {
            return TimeSpan.Zero;
        }

        if (problem == ReflectorProblem.Unreachable && (followed || _intake.Version != from))
        {
            LogCut(_scope, ConnectionFailure.Cause(e));
            return followed ? TimeSpan.Zero : NextDelay();
        }

        if (problem == ReflectorProblem.Missing || (ReflectorProblems.MayBeOfTheVersion(e) && _retries.IsRefusedTooOften(_intake.Version)))
        {
            _intake.Forget();
        }

        var asked = (e as KubernetesException)?.RetryAfter ?? TimeSpan.Zero;
        var delay = NextDelay();
        _health.Failed(problem, _intake.Version is null && !_retries.Streams ? "list" : "watch", e);
        return delay < asked ? asked : delay;
    }

    /// <summary>Takes note of a streamed list that failed; whether the server cannot do that at all, so that pages are asked for at once.</summary>
    private bool IsStreamRefused(Exception e, ReflectorProblem problem)
    {
        if (ReflectorProblems.IsStreamUnsupported(e))
        {
            LogPaging(_scope, e.Message);
            _retries.GiveUpStreams();
            return true;
        }

        if (ReflectorProblems.MayBeOfTheStream(e, problem, _listAnswered))
        {
            _retries.StreamFailed();
        }

        return false;
    }

    // A server that forgets a version as soon as it has listed it must not be made to list without end.
    private TimeSpan Relist(Exception e, bool mayBeAtOnce)
    {
        LogRelist(_scope, e.Message);
        // The token of a page has expired: lists take too long in pages, so the next one is taken whole.
        _pageSize = _intake.Version is null && !_retries.Streams ? null : options.PageSize;
        _intake.Forget();
        return mayBeAtOnce ? TimeSpan.Zero : NextDelay();
    }

    private TimeSpan NextDelay() => options.Backoff.Delay(++_failures, options.Random);

    private async Task ListPagesAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        _intake.BeginList();
        ListMeta page;
        string? next = null;
        do
        {
            var list = await client.ListPageAsync(ns, Page(next), cancellation);
            foreach (var item in list.Items)
            {
                _intake.Put(item);
            }

            foreach (var malformed in list.Malformed)
            {
                PutMalformed(malformed);
            }

            page = list.Metadata;
            next = page.Continue;
        }
        while (!string.IsNullOrEmpty(next));
        FinishList(page.ResourceVersion, started);
    }

    private ListOptions Page(string? next) => new()
    {
        Limit = _pageSize,
        Continue = next,
    };

    private async Task WatchAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var from = _intake.Version;
        var timeout = Problem is null || from is null ? options.WatchTimeout * (1 + options.Random.NextDouble()) : TrialWatch;
        if (from is null)
        {
            _intake.BeginList();
        }

        using var interruptible = _interruption.Begin(cancellation);
        if (IsListAsked)
        {
            return;
        }

        using var limit = new TimeLimit(timeout + options.WatchGrace, time, interruptible.Token);
        using var silence = new TimeLimit(options.WatchSilence, time, limit.Token);
        _metrics.WatchBegun();
        await foreach (var change in client.WatchAsync(ns, WatchFrom(from, timeout, silence), silence.Token))
        {
            silence.Restart(options.WatchSilence);
            Take(change, started);
            if (!_intake.IsListing)
            {
                _health.Following();
            }
        }

        if (_intake.IsListing)
        {
            throw new IncompleteListException();
        }

        _health.Following();
    }

    private WatchOptions WatchFrom(string? version, TimeSpan timeout, TimeLimit silence) => new()
    {
        ResourceVersion = version,
        SendInitialEvents = version is null,
        Timeout = timeout,
        Answered = () =>
        {
            silence.Restart(options.WatchSilence);
            BeginAnswer(isList: version is null);
        },
        Skip = json =>
        {
            silence.Restart(options.WatchSilence);
            return _intake.Skips(json);
        },
    };

    private void Take(WatchEvent<T> change, long started)
    {
        switch (change)
        {
            case WatchEvent<T>.Added(var entity):
                _intake.Put(entity);
                break;
            case WatchEvent<T>.Modified(var entity):
                _intake.Put(entity);
                break;
            case WatchEvent<T>.Deleted(var entity):
                _intake.Remove(entity);
                break;
            case WatchEvent<T>.Malformed(var malformed):
                PutMalformed(malformed);
                break;
            case WatchEvent<T>.Bookmark { InitialEventsEnd: true } end when _intake.IsListing:
                FinishList(end.ResourceVersion, started);
                BeginFollowing();
                break;
            case WatchEvent<T>.Bookmark(var version, _):
                _intake.Advance(version);
                break;
            case WatchEvent<T>.Failed(var status):
                throw new KubernetesException((HttpStatusCode)(status.Code ?? (int)HttpStatusCode.InternalServerError), status);
        }
    }

    private void PutMalformed(MalformedObject malformed)
    {
        _metrics.Malformed();
        _intake.PutMalformed(malformed);
    }

    private void FinishList(string? version, long started)
    {
        if (_intake.EndList(version, _listsBegun))
        {
            LogWentBack(_scope, version);
        }

        _retries.Listed();
        _metrics.Listed(time.GetElapsedTime(started));
        _health.Following();
        _synced.TrySetResult();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Resource}: the server does not stream lists ({Reason}); reading pages")]
    private partial void LogPaging(string resource, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Resource}: watch cut ({Reason}); resuming")]
    private partial void LogCut(string resource, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Resource}: no going on from the version at hand ({Reason}); listing anew")]
    private partial void LogRelist(string resource, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Resource}: the server's versions have gone back to {Version}, as after a restore; what it lists replaces all that was known")]
    private partial void LogWentBack(string resource, string? version);
}
