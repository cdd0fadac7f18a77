using System.Collections.Concurrent;
using System.Net;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Meta;
using Microsoft.Extensions.Logging;

namespace ComputeOperator.Kubernetes.Controllers;

/// <summary>
/// Logs failed looks, each where it helps: a right that is missing once, an API server in trouble when the trouble begins and
/// ends, lost races not at all, anything else every time.
/// </summary>
internal sealed partial class FailureReport(string controller, ILogger logger)
{
    private readonly ConcurrentDictionary<(string Verb, string Resource), bool> _missingRights = new();
    private readonly Lock _gate = new();
    private readonly HashSet<ResourceKey> _inTrouble = [];
    private volatile bool _anyInTrouble;

    public void Failed(ResourceKey key, Exception e)
    {
        if (!IsTrouble(e) && e is not WriteFencedException)
        {
            // Whatever keeps it from passing now is not what befell the others.
            Passed(key);
        }

        if (IsLostRace(e, key))
        {
            LogLostRace(controller, key, e.Message);
        }
        else if ((e as KubernetesException)?.MissingRight is { } right)
        {
            if (_missingRights.TryAdd(right, true))
            {
                LogForbidden(controller, right.Verb, right.Resource, e.Message);
            }
        }
        else if (!IsTrouble(e))
        {
            LogFailed(e, controller, key);
        }
        else if (IsFirstInTrouble(key))
        {
            LogTrouble(controller, key, ConnectionFailure.Cause(e));
        }
    }

    /// <summary>A look at an object met with no trouble, or it is gone.</summary>
    public void Passed(ResourceKey key)
    {
        if (_anyInTrouble && WasLastInTrouble(key))
        {
            LogTroubleOver(controller);
        }
    }

    /// <summary>A later term logs everything anew: what failed in the one before is not known any more as having failed.</summary>
    public void Reset()
    {
        _missingRights.Clear();
        lock (_gate)
        {
            _inTrouble.Clear();
            _anyInTrouble = false;
        }
    }

    // While some are served and some are not, trouble has neither ended nor begun anew.
    private bool IsFirstInTrouble(ResourceKey key)
    {
        lock (_gate)
        {
            _anyInTrouble = true;
            return _inTrouble.Add(key) && _inTrouble.Count == 1;
        }
    }

    private bool WasLastInTrouble(ResourceKey key)
    {
        lock (_gate)
        {
            var wasLast = _inTrouble.Remove(key) && _inTrouble.Count == 0;
            _anyInTrouble &= !wasLast;
            return wasLast;
        }
    }

    /// <summary>The object changed or went away while it was looked at, or this process lost its lease: expected, and healed by what follows.</summary>
    private static bool IsLostRace(Exception e, ResourceKey key) => e switch
    {
        WriteFencedException => true,
        KubernetesException { IsConflict: true } => true,
        KubernetesException { IsNotFound: true } answer => answer.Status.Details?.Name == key.Name,
        _ => false,
    };

    private static bool IsTrouble(Exception e) => e switch
    {
        KubernetesException answer => answer.StatusCode
            is HttpStatusCode.Unauthorized or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        KubernetesConfigurationException or HttpRequestException or IOException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Controller}: {Key} changed while it was looked at ({Reason}); looking again")]
    private partial void LogLostRace(string controller, ResourceKey key, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Controller}: not allowed to {Verb} {Resource}; retrying quietly. The API server says: {Reason}")]
    private partial void LogForbidden(string controller, string verb, string resource, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Controller}: the API server is in trouble, seen with {Key}: {Reason}; retrying quietly")]
    private partial void LogTrouble(string controller, ResourceKey key, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Controller}: the API server is fine again")]
    private partial void LogTroubleOver(string controller);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Controller}: {Key} failed; it is tried again")]
    private partial void LogFailed(Exception e, string controller, ResourceKey key);
}
