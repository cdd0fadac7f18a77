using ComputeOperator.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace ComputeOperator.Kubernetes.LeaderElection;

/// <summary>
/// The standby's side: follows the lease until it is free, then takes it. A watch does the following, so that a lease
/// given back is noticed at once and an idle standby reads nothing; where the watch fails, reading every
/// <see cref="LeaderElectionOptions.RetryPeriod"/> takes its place.
/// </summary>
internal sealed partial class Campaign(
    LeaseLock lease, LeaderElectionOptions options, TimeProvider time, ILogger logger)
{
    private readonly LeaseObservation _observed = new(time, options);
    private volatile string? _holder;
    private volatile string? _trouble;
    private bool _watchFails;

    /// <summary>Who holds the lease as last seen; null when nobody does or nothing was seen yet.</summary>
    public string? Holder => _holder;

    /// <summary>Why the lease could not be read or taken at the last try; null when it could.</summary>
    public string? Trouble => _trouble;

    /// <summary>Waits for the lease and takes it; returns the timestamp at which the winning request was sent.</summary>
    public async Task<long> WinAsync(CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var read = await lease.ReadAsync(cancellation);
                See(read?.Spec);
                if (_observed.UntilFree > TimeSpan.Zero)
                {
                    _trouble = null;
                    if (read is not null && await FollowAsync(read, cancellation))
                    {
                        continue;
                    }
                }
                else
                {
                    var wonAt = await TakeAsync(read);
                    _trouble = null;
                    if (wonAt is not null)
                    {
                        return wonAt.Value;
                    }
                }
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested || e is not OperationCanceledException)
            {
                Report(e);
            }

            await Task.Delay(Pause(), time, cancellation);
        }
    }

    private async Task<long?> TakeAsync(Lease? read)
    {
        var sentAt = time.GetTimestamp();
        if (!await lease.TryTakeAsync(read))
        {
            return null;
        }

        _observed.Took();
        _holder = options.Identity;
        return sentAt;
    }

    /// <summary>Follows the lease; true once it may be free, false when it can be followed no longer.</summary>
    private async Task<bool> FollowAsync(Lease read, CancellationToken cancellation)
    {
        using var expiry = new TimeLimit(_observed.UntilFree, time, cancellation);
        try
        {
            await foreach (var change in lease.WatchAsync(read.Metadata.ResourceVersion, expiry.Token))
            {
                if (change is WatchEvent<Lease>.Failed)
                {
                    return false;
                }

                _watchFails = false;
                See(change);
                if (_observed.UntilFree == TimeSpan.Zero)
                {
                    return true;
                }

                expiry.Restart(_observed.UntilFree);
            }
        }
        catch (Exception e) when (!expiry.Token.IsCancellationRequested)
        {
            ReportWatch(e);
            return false;
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return _observed.UntilFree == TimeSpan.Zero;
    }

    private void See(WatchEvent<Lease> change)
    {
        switch (change)
        {
            case WatchEvent<Lease>.Added { Entity: var entity }:
                See(entity.Spec);
                break;
            case WatchEvent<Lease>.Modified { Entity: var entity }:
                See(entity.Spec);
                break;
            case WatchEvent<Lease>.Deleted:
                See((LeaseSpec?)null);
                break;
        }
    }

    private void See(LeaseSpec? spec)
    {
        _observed.See(spec);
        if (_observed.Holder is { Length: > 0 } other && other != options.Identity)
        {
            lease.Abandon();
        }

        if (_observed.Holder == _holder)
        {
            return;
        }

        _holder = _observed.Holder;
        LogHolder(options.LeaseName, string.IsNullOrEmpty(_holder) ? "nobody known" : _holder);
    }

    // A server that is down for an hour is one line, not 1,800.
    private void Report(Exception e)
    {
        if (_trouble is null)
        {
            LogTrouble(options.LeaseName, lease.Key.Namespace, ConnectionFailure.Cause(e));
        }

        _trouble = ConnectionFailure.Cause(e);
    }

    private void ReportWatch(Exception e)
    {
        if (!_watchFails)
        {
            LogWatchFailed(options.LeaseName, ConnectionFailure.Cause(e), options.RetryPeriod);
        }

        _watchFails = true;
    }

    // Downwards from the period, so that candidates spread out and none waits longer than it.
    private TimeSpan Pause()
    {
        var pause = options.RetryPeriod * (1 - (0.25 * Random.Shared.NextDouble()));
        var free = _observed.UntilFree;
        return free > TimeSpan.Zero && free < pause ? free : pause;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Lease {Lease} is held by {Holder}")]
    private partial void LogHolder(string lease, string holder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lease {Lease} in namespace {Namespace} cannot be read or taken: {Reason}; trying on")]
    private partial void LogTrouble(string lease, string @namespace, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lease {Lease} cannot be watched: {Reason}; reading it every {Period} instead")]
    private partial void LogWatchFailed(string lease, string reason, TimeSpan period);
}
