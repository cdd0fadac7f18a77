using System.Diagnostics;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Informers;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Queue;
using ComputeOperator.Kubernetes.Telemetry;
using Microsoft.Extensions.Logging;

namespace ComputeOperator.Kubernetes.Controllers;

/// <summary>
/// The loop: every object is looked at when the loop starts, when anything of it is changed by others, and when its controller
/// asks for it; one worker at a time looks at one object, always at its newest copy.
/// </summary>
/// <typeparam name="T">The kind.</typeparam>
public sealed class EntityController<T> : IDisposable
    where T : class, IKubernetesObject
{
    // After a conflict the watch brings the newer copy and with it the next look; this is for when it does not.
    private static readonly TimeSpan WatchIsLate = TimeSpan.FromSeconds(1);

    // One that never has enough leaves the worker to others.
    private const int MostLooksInARow = 10;

    private static readonly ActivitySource Activities = new(KubernetesMeter.Name);

    private readonly Informer<T> _informer;
    private readonly EntityPass<T> _pass;
    private readonly EntityControllerOptions _options;
    private readonly TimeProvider _time;
    private readonly WorkQueue<ResourceKey> _queue;
    private readonly FailureReport _report;
    private readonly ControllerMetrics _metrics;
    private volatile bool _running;

    /// <summary>A loop that does nothing until <see cref="RunAsync"/>.</summary>
    /// <param name="informer">The objects; whoever made it runs it.</param>
    /// <param name="writer">Writes the finalizer.</param>
    /// <param name="controller">Looks at objects.</param>
    /// <param name="finalizer">Cleans up after objects; absent: no finalizer is put on them.</param>
    /// <param name="options">Name and number of workers.</param>
    /// <param name="time">Clock.</param>
    /// <param name="logger">Log.</param>
    public EntityController(
        Informer<T> informer,
        EntityWriter<T> writer,
        IEntityController<T> controller,
        IEntityFinalizer<T>? finalizer,
        EntityControllerOptions options,
        TimeProvider time,
        ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(informer);
        ArgumentNullException.ThrowIfNull(options);
        _informer = informer;
        _options = options;
        _time = time;
        _pass = new(informer.Store, writer, controller, finalizer);
        _queue = new(time, new() { Name = options.Name, Backoff = options.Backoff });
        _report = new(options.Name, logger);
        _metrics = ControllerMetrics.Register(options.Name, options.Workers);
    }

    /// <summary>Whether it works: otherwise <see cref="Enqueue"/> does nothing, and there is no need to find out what to ask for.</summary>
    public bool IsRunning => _running;

    /// <summary>
    /// Works until <paramref name="cancellation"/> ends it: for a leader, one term. May be called again for the next.
    /// It begins when the informer has synced. Looks under way at the end are finished, within <see cref="EntityControllerOptions.StopGrace"/>.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var abandon = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        await using var grace = cancellation.Register(() => abandon.CancelAfter(_options.StopGrace));
        try
        {
            await _informer.Synced.WaitAsync(cancellation);
            Begin();
            await Task.WhenAll(Enumerable.Range(0, _options.Workers)
                .Select(_ => Task.Run(() => WorkAsync(cancellation, abandon.Token), CancellationToken.None)));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        finally
        {
            _running = false;
            _informer.Changed -= OnChanged;
            _queue.Clear();
        }
    }

    /// <summary>Asks for a look at an object, because of something that is not a change of it. Does nothing while the loop does not run: it looks at all when it starts.</summary>
    public void Enqueue(ResourceKey key, KeyPriority priority = KeyPriority.Fresh)
    {
        if (_running)
        {
            _queue.Add(key, priority);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _queue.Dispose();
        _metrics.Unregister();
    }

    private void Begin()
    {
        _report.Reset();
        _running = true;
        _informer.Changed += OnChanged;
        foreach (var entity in _informer.Store.Snapshot())
        {
            _queue.Add(ResourceKey.Of(entity), KeyPriority.Background);
        }
    }

    private void OnChanged(Change<T> change)
    {
        switch (change)
        {
            case { Source: ChangeSource.OwnWrite }:
                break;
            case { Kind: ChangeKind.Deleted or ChangeKind.Unreadable }:
                _queue.Discard(change.Key);
                _report.Passed(change.Key);
                break;
            default:
                _queue.Add(change.Key, change.Source == ChangeSource.List ? KeyPriority.Background : KeyPriority.Fresh);
                break;
        }
    }

    private async Task WorkAsync(CancellationToken stopping, CancellationToken abandon)
    {
        try
        {
            while (await _queue.GetAsync(stopping) is { } key)
            {
                try
                {
                    await WorkOnAsync(key, stopping, abandon);
                }
                finally
                {
                    _queue.Done(key);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }

    // What is under way is finished before something else is begun: on the average, everybody waits half as long.
    private async Task WorkOnAsync(ResourceKey key, CancellationToken stopping, CancellationToken abandon)
    {
        for (var looks = 0; looks < MostLooksInARow; looks++)
        {
            if (!await LookAsync(key, abandon) || stopping.IsCancellationRequested)
            {
                return;
            }
        }

        _queue.Add(key);
    }

    // Whether it wants to be looked at again at once.
    private async Task<bool> LookAsync(ResourceKey key, CancellationToken cancellation)
    {
        if (_informer.Store.Get(key) is not { } entity)
        {
            // Not discarded: it may have been added again since it was looked for. What is left of a delay costs an empty look.
            _queue.Forget(key);
            _report.Passed(key);
            return false;
        }

        using var activity = Activities.StartActivity("Reconcile");
        activity?.SetTag("controller", _options.Name).SetTag("key", key.ToString());
        var (started, result) = (_time.GetTimestamp(), PassResult.Requeue);
        _metrics.Begun();
        try
        {
            var requeue = await _pass.RunAsync(entity, cancellation);
            result = Plan(key, requeue);
            return requeue is Requeue.Now;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            activity?.SetStatus(ActivityStatusCode.Error, e.Message);
            Retry(key, entity, e);
            result = PassResult.Error;
            return false;
        }
        finally
        {
            _metrics.Ended(result, _time.GetElapsedTime(started));
        }
    }

    private PassResult Plan(ResourceKey key, Requeue requeue)
    {
        _report.Passed(key);
        _queue.Forget(key);
        switch (requeue)
        {
            case Requeue.After after:
                _queue.AddAfter(key, after.Delay, after.Background ? KeyPriority.Background : KeyPriority.Fresh);
                return PassResult.RequeueAfter;
            case Requeue.Now:
                return PassResult.Requeue;
            default:
                return PassResult.Success;
        }
    }

    private void Retry(ResourceKey key, T seen, Exception e)
    {
        _report.Failed(key, e);
        var answer = e as KubernetesException;
        var cacheIsBehind = answer is { IsConflict: true } && ReferenceEquals(_informer.Store.Get(key), seen);
        _queue.AddRateLimited(key, cacheIsBehind ? WatchIsLate : answer?.RetryAfter ?? TimeSpan.Zero);
    }
}
