using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Telemetry;
using Microsoft.Extensions.Logging;

namespace ComputeOperator.Kubernetes.LeaderElection;

/// <summary>
/// Sees to it that of several processes one leads. Campaigns for a <see cref="Lease"/>, leads while it can renew it,
/// and campaigns again when it could not: leadership lost to a network fault is regained without a restart.
/// </summary>
public sealed partial class LeaderElector
{
    private readonly LeaderElectionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LeaseLock _lease;
    private readonly Campaign _campaign;
    private LeaderTerm? _term;
    private int _running;

    /// <summary>An elector that does nothing until it is run.</summary>
    /// <exception cref="ArgumentException">The options have <see cref="LeaderElectionOptions.Problems"/>; the message lists all.</exception>
    public LeaderElector(
        ResourceClient<Lease> leases, LeaderElectionOptions options, TimeProvider time, ILogger<LeaderElector> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (string.Join(' ', options.Problems()) is { Length: > 0 } problems)
        {
            throw new ArgumentException(problems, nameof(options));
        }

        _options = options;
        _time = time;
        _logger = logger;
        _lease = new LeaseLock(leases, options, time);
        _campaign = new Campaign(_lease, options, time, logger);
    }

    /// <summary>Whether this process leads, right now.</summary>
    public bool IsLeader => Volatile.Read(ref _term) is { IsValid: true };

    /// <summary>Why the lease could not be read or taken at the last try; null when it could, and for the leader.</summary>
    public string? Trouble => IsLeader ? null : _campaign.Trouble;

    /// <summary>One phrase for people and for <c>/readyz</c>: <c>leader</c>, or <c>standby, lease held by X</c>.</summary>
    public string State
    {
        get
        {
            if (IsLeader)
            {
                return "leader";
            }

            if (Trouble is { } trouble)
            {
                return $"standby, lease {_lease.Key} out of reach: {trouble}";
            }

            return _campaign.Holder is { Length: > 0 } holder && holder != _options.Identity
                ? $"standby, lease held by {holder}"
                : "standby, campaigning";
        }
    }

    /// <summary>For <c>/readyz</c>: a standby is as ready as a leader, one that cannot reach its lease is not.</summary>
    public HealthResult Check() => Trouble is null ? HealthResult.Ok(State) : HealthResult.Failed(State);

    /// <summary>
    /// Campaigns, and runs <paramref name="lead"/> once per term won, until <paramref name="cancellation"/>; then
    /// ends the term, waits for <paramref name="lead"/> and gives the lease back. Returns early, the lease given back
    /// too, when <paramref name="lead"/> ends by itself; what that throws is thrown on.
    /// </summary>
    /// <param name="lead">The work of a leader. Must end soon after <see cref="LeaderTerm.Token"/> is cancelled.</param>
    /// <param name="cancellation">Asks for a clean shutdown.</param>
    /// <exception cref="TimeoutException">
    /// The work did not stop within <see cref="LeaderElectionOptions.StopTimeout"/> after its term. The lease is then
    /// not given back, and the process should end.
    /// </exception>
    public async Task RunAsync(Func<LeaderTerm, Task> lead, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lead);
        if (Interlocked.Exchange(ref _running, 1) != 0)
        {
            throw new InvalidOperationException("This elector is running already.");
        }

        try
        {
            while (!await LeadOnceAsync(lead, cancellation))
            {
                LogLost(_options.LeaseName);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
        finally
        {
            await ReleaseAsync();
            Volatile.Write(ref _running, 0);
        }
    }

    /// <summary>Wins and serves one term; true when there shall be no other.</summary>
    private async Task<bool> LeadOnceAsync(Func<LeaderTerm, Task> lead, CancellationToken cancellation)
    {
        LeaderElectionMetrics.Status(_options.LeaseName, leading: false);
        var wonAt = await _campaign.WinAsync(cancellation);
        cancellation.ThrowIfCancellationRequested();
        using var term = new LeaderTerm(_time, _options.RenewDeadline, wonAt);
        Volatile.Write(ref _term, term);
        LogWon(_options.LeaseName, _options.Identity);
        try
        {
            return await ServeAsync(term, lead, cancellation);
        }
        finally
        {
            LeaderElectionMetrics.Status(_options.LeaseName, leading: false);
        }
    }

    private async Task<bool> ServeAsync(LeaderTerm term, Func<LeaderTerm, Task> lead, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, term.Token);
        var leading = Task.Run(() => lead(term), CancellationToken.None);
        var renewing = RenewUntilStoppedAsync(term, stop.Token);
        await Task.WhenAny(leading, renewing);

        var endedByItself = leading.IsCompleted && !stop.IsCancellationRequested;
        await stop.CancelAsync();
        await renewing;
        term.Stop();
        // Work that takes its time to end is no leader any more.
        LeaderElectionMetrics.Status(_options.LeaseName, leading: false);
        await WaitForWorkAsync(term, leading);
        await SettleAsync(leading, endedByItself);
        return endedByItself || cancellation.IsCancellationRequested;
    }

    private async Task RenewUntilStoppedAsync(LeaderTerm term, CancellationToken stop)
    {
        var lastSent = _time.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            LeaderElectionMetrics.Status(_options.LeaseName, term.IsValid);
            var pause = _options.RetryPeriod - _time.GetElapsedTime(lastSent);
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, _time, stop)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested)
            {
                lastSent = _time.GetTimestamp();
                await RenewAsync(term, lastSent, stop);
            }
        }
    }

    private async Task RenewAsync(LeaderTerm term, long sentAt, CancellationToken stop)
    {
        try
        {
            if (!await _lease.TryRenewAsync(stop) || !term.TryProlong(sentAt))
            {
                term.End();
            }
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            LogRenewFailed(_options.LeaseName, ConnectionFailure.Cause(e));
        }
        catch (Exception e) when (stop.IsCancellationRequested)
        {
            LogRenewInterrupted(_options.LeaseName, ConnectionFailure.Cause(e));
        }
    }

    private async Task WaitForWorkAsync(LeaderTerm term, Task leading)
    {
        await leading.WaitAsync(_options.StopTimeout, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (leading.IsCompleted)
        {
            return;
        }

        term.End();
        _lease.Abandon();
        throw new TimeoutException($"The leader's work did not stop within {_options.StopTimeout} after its term.");
    }

    // What the work throws while it is being stopped is no reason to stop campaigning.
    private async Task SettleAsync(Task leading, bool endedByItself)
    {
        try
        {
            await leading;
        }
        catch (OperationCanceledException) when (!endedByItself)
        {
        }
        catch (Exception e) when (!endedByItself)
        {
            LogWorkFailed(_options.LeaseName, e);
        }
    }

    private async Task ReleaseAsync()
    {
        if (!_lease.IsOurs)
        {
            return;
        }

        try
        {
            using var limit = new TimeLimit(_options.RetryPeriod, _time, CancellationToken.None);
            if (await _lease.TryReleaseAsync(limit.Token))
            {
                LogReleased(_options.LeaseName);
            }
        }
        catch (Exception e) when (e is KubernetesException or KubernetesConfigurationException or HttpRequestException or IOException
            or TimeoutException or OperationCanceledException)
        {
            LogReleaseFailed(_options.LeaseName, _options.LeaseDuration, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Leading: lease {Lease} won as {Identity}")]
    private partial void LogWon(string lease, string identity);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Leadership by lease {Lease} lost; campaigning again")]
    private partial void LogLost(string lease);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lease {Lease} could not be renewed: {Reason}; trying on until the deadline")]
    private partial void LogRenewFailed(string lease, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "A renewal of lease {Lease} was interrupted: {Error}")]
    private partial void LogRenewInterrupted(string lease, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The work under lease {Lease} failed while it was being stopped")]
    private partial void LogWorkFailed(string lease, Exception e);

    [LoggerMessage(Level = LogLevel.Information, Message = "Lease {Lease} given back")]
    private partial void LogReleased(string lease);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lease {Lease} could not be given back; a standby waits up to {Duration}")]
    private partial void LogReleaseFailed(string lease, TimeSpan duration, Exception e);
}
