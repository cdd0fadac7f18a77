using System.Net;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Meta;
using Microsoft.Extensions.Logging;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>
/// Brings one namespace, or all, into the cache and keeps it there. It lists when it knows no version to go on from (at start,
/// when the server has forgotten that version, when the kind was away) and otherwise resumes the watch where it broke off.
/// </summary>
internal sealed partial class Reflector<T>(
    ResourceClient<T> client, string? ns, InformerOptions<T> options, Cache<T> cache, TimeProvider time, ILogger logger)
    where T : class, IKubernetesObject
{
    // A watch says nothing until something happens. The first one after trouble is short, so that its end tells that all is well.
    private static readonly TimeSpan TrialWatch = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShortWatch = TimeSpan.FromSeconds(1);

    // A watch that is alive brings what has happened within moments, if it is about what it watches.
    private static readonly TimeSpan CatchUpTime = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _scope = Scope(client.Definition, ns);
    private readonly ReflectorHealth _health = new(Scope(client.Definition, ns), options.InstallCommand, logger);
    private readonly InformerMetrics _metrics = new(ResourceName(client.Definition));
    private readonly WatchProgress _progress = new();
    private readonly Interruption _interruption = new();
    private string? _version;
    private bool _streams = options.StreamLists;
    private int? _pageSize = options.PageSize;
    private int _failures;
    private int _listsAsked;
    private int _listsBegun;

    /// <summary>Ends with the first complete list.</summary>
    public Task Synced => _synced.Task;

    /// <summary>Why the cache is behind; null when nothing is wrong.</summary>
    public string? Problem => _health.Problem;

    /// <summary>Whether objects of that namespace come from here.</summary>
    public bool Follows(string of) => ns is null || ns == of;

    /// <summary>
    /// Ends when everything is in the cache that had happened up to <paramref name="version"/>. A watch does not tell how far it has
    /// come while nothing happens in its scope: if it does not get there by itself, the objects are listed.
    /// </summary>
    public async Task CatchUpAsync(string version, CancellationToken cancellation)
    {
        var reached = _progress.ReachAsync(version);
        if (reached.IsCompleted)
        {
            return;
        }

        using var limit = new TimeLimit(CatchUpTime, time, cancellation);
        await reached.WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!reached.IsCompleted)
        {
            cancellation.ThrowIfCancellationRequested();
            var listed = _progress.ReachListAsync(Interlocked.Increment(ref _listsAsked));
            _interruption.Interrupt();
            await Task.WhenAny(reached, listed).WaitAsync(cancellation);
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
        _version = asked == _listsBegun ? _version : null;
        _listsBegun = _version is null ? asked : _listsBegun;
        var (from, started) = (_version, time.GetTimestamp());
        try
        {
            if (_version is null && !_streams)
            {
                await ListPagesAsync(cancellation);
            }

            await WatchAsync(cancellation);
            return WasWorthwhile(from, started) ? TimeSpan.Zero : NextDelay();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return AfterFailure(e, wasFollowing: _version is not null && WasWorthwhile(from, started));
        }
    }

    /// <summary>Whether a watch brought anything or lived for a while: only then is the next one begun without delay.</summary>
    private bool WasWorthwhile(string? from, long started)
    {
        if (_version == from && time.GetElapsedTime(started) < ShortWatch)
        {
            _metrics.WatchWasShort();
            return false;
        }

        _failures = 0;
        return true;
    }

    private TimeSpan AfterFailure(Exception e, bool wasFollowing)
    {
        if (e is OperationCanceledException && Volatile.Read(ref _listsAsked) != _listsBegun)
        {
            return TimeSpan.Zero;
        }

        var problem = ReflectorProblems.Of(e);
        if (e is KubernetesException { IsGone: true })
        {
            return Relist(e);
        }

        if (_version is null && _streams && ReflectorProblems.IsStreamUnsupported(e))
        {
            LogPaging(_scope, e.Message);
            _streams = false;
            return TimeSpan.Zero;
        }

        if (wasFollowing && problem == ReflectorProblem.Unreachable)
        {
            LogCut(_scope, e.Message);
            return TimeSpan.Zero;
        }

        _version = problem == ReflectorProblem.Missing ? null : _version;
        var asked = (e as KubernetesException)?.RetryAfter ?? TimeSpan.Zero;
        var delay = NextDelay();
        _health.Failed(problem, _version is null && !_streams ? "list" : "watch", e);
        return delay < asked ? asked : delay;
    }

    private TimeSpan Relist(Exception e)
    {
        LogRelist(_scope, e.Message);
        // The token of a page has expired: lists take too long in pages, so the next one is taken whole.
        _pageSize = _version is null && !_streams ? null : options.PageSize;
        var delay = _version is null ? NextDelay() : TimeSpan.Zero;
        _version = null;
        return delay;
    }

    private TimeSpan NextDelay() => options.Backoff.Delay(++_failures, options.Random);

    private async Task ListPagesAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var seen = new HashSet<ResourceKey>();
        ListMeta page;
        string? next = null;
        do
        {
            var list = await client.ListPageAsync(ns, Page(next), cancellation);
            foreach (var item in list.Items)
            {
                Put(item, ChangeSource.List, seen);
            }

            foreach (var malformed in list.Malformed)
            {
                PutMalformed(malformed, ChangeSource.List, seen);
            }

            page = list.Metadata;
            next = page.Continue;
        }
        while (!string.IsNullOrEmpty(next));
        FinishList(seen, page.ResourceVersion, started);
    }

    private ListOptions Page(string? next) => new()
    {
        Limit = _pageSize,
        Continue = next,
        LabelSelector = options.LabelSelector,
        FieldSelector = options.FieldSelector,
    };

    private async Task WatchAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var listing = _version is null ? new HashSet<ResourceKey>() : null;
        var timeout = Problem is null || listing is not null ? options.WatchTimeout * (1 + options.Random.NextDouble()) : TrialWatch;
        using var interruptible = _interruption.Begin(cancellation);
        if (Volatile.Read(ref _listsAsked) != _listsBegun)
        {
            return;
        }

        using var limit = new TimeLimit(timeout + options.WatchGrace, time, interruptible.Token);
        _metrics.WatchBegun();
        // To see whether an object is known takes half as long as to read it: for nothing in the first list.
        var isFirst = cache.IsEmpty;
        bool Skips(ReadOnlySpan<byte> json) => !(isFirst && listing is not null) && IsKnown(json, listing);
        await foreach (var change in client.WatchAsync(ns, WatchFrom(_version, timeout, Skips), limit.Token))
        {
            if (change is WatchEvent<T>.Bookmark { InitialEventsEnd: true } end && listing is not null)
            {
                FinishList(listing, end.ResourceVersion, started);
                listing = null;
            }
            else
            {
                Take(change, listing);
            }

            if (listing is null)
            {
                Recovered();
            }
        }

        if (listing is not null)
        {
            throw new IOException("The server ended a streamed list before it was complete.");
        }

        Recovered();
    }

    private WatchOptions WatchFrom(string? version, TimeSpan timeout, WatchSkip skip) => new()
    {
        ResourceVersion = version,
        SendInitialEvents = version is null,
        Timeout = timeout,
        LabelSelector = options.LabelSelector,
        FieldSelector = options.FieldSelector,
        Skip = skip,
    };

    private void Take(WatchEvent<T> change, HashSet<ResourceKey>? listing)
    {
        switch (change)
        {
            case WatchEvent<T>.Added(var entity):
                Put(entity, listing is null ? ChangeSource.Watch : ChangeSource.List, listing);
                break;
            case WatchEvent<T>.Modified(var entity):
                Put(entity, listing is null ? ChangeSource.Watch : ChangeSource.List, listing);
                break;
            case WatchEvent<T>.Deleted(var entity):
                cache.Remove(ResourceKey.Of(entity), entity);
                Seen(entity.Metadata, listing);
                break;
            case WatchEvent<T>.Malformed(var malformed):
                PutMalformed(malformed, listing is null ? ChangeSource.Watch : ChangeSource.List, listing);
                break;
            case WatchEvent<T>.Bookmark(var version, _):
                _version = listing is null ? version : null;
                _progress.Advance(_version);
                break;
            case WatchEvent<T>.Failed(var status):
                throw new KubernetesException((HttpStatusCode)(status.Code ?? (int)HttpStatusCode.InternalServerError), status);
        }
    }

    private void Put(T entity, ChangeSource source, HashSet<ResourceKey>? listing)
    {
        var key = ResourceKey.Of(entity);
        listing?.Add(key);
        cache.Put(key, options.Transform is { } trim ? trim(entity) : entity, source);
        Seen(entity.Metadata, listing);
    }

    private void PutMalformed(MalformedObject malformed, ChangeSource source, HashSet<ResourceKey>? listing)
    {
        _metrics.Malformed();
        if (malformed.Metadata.Name is not null)
        {
            listing?.Add(ResourceKey.Of(malformed.Metadata));
        }

        cache.PutMalformed(malformed, source);
        Seen(malformed.Metadata, listing);
    }

    /// <summary>While listing, the versions of the items are in no order: the list's own, at its end, is where to go on.</summary>
    private void Seen(ObjectMeta metadata, HashSet<ResourceKey>? listing)
    {
        _version = listing is null ? metadata.ResourceVersion ?? _version : null;
        _progress.Advance(_version);
    }

    private bool IsKnown(ReadOnlySpan<byte> json, HashSet<ResourceKey>? listing)
    {
        var version = WatchedVersion.Of(json);
        var key = version.ToKey();
        if (!cache.Has(key, version))
        {
            return false;
        }

        listing?.Add(key);
        if (listing is null)
        {
            _progress.Advance(System.Text.Encoding.ASCII.GetString(version.ResourceVersion));
        }

        return true;
    }

    private void FinishList(HashSet<ResourceKey> seen, string? version, long started)
    {
        cache.Sweep(ns, seen, version);
        _version = version;
        _progress.Listed(_listsBegun, version);
        _metrics.Listed(time.GetElapsedTime(started));
        Recovered();
        _synced.TrySetResult();
    }

    private void Recovered()
    {
        _failures = 0;
        _health.Following();
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Resource}: the server does not stream lists ({Reason}); reading pages")]
    private partial void LogPaging(string resource, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Resource}: watch cut ({Reason}); resuming")]
    private partial void LogCut(string resource, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Resource}: version no longer kept ({Reason}); listing anew")]
    private partial void LogRelist(string resource, string reason);
}
