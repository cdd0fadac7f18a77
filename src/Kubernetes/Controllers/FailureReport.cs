using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using ComputeOperator.Kubernetes.Client;
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
    private int _inTrouble;

    /// <summary>Whether objects failed because of the API server and none of them has been looked at again with success.</summary>
    public bool InTrouble => Volatile.Read(ref _inTrouble) != 0;

    public void Failed(ResourceKey key, Exception e)
    {
        if (IsLostRace(e, key))
        {
            LogLostRace(controller, key, e.Message);
        }
        else if (MissingRight(e) is { } right)
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
        else if (Interlocked.Exchange(ref _inTrouble, 1) == 0)
        {
            LogTrouble(controller, key, e.Message);
        }
    }

    /// <summary>An object that had failed is fine.</summary>
    public void Recovered()
    {
        if (Interlocked.Exchange(ref _inTrouble, 0) == 1)
        {
            LogTroubleOver(controller);
        }
    }

    /// <summary>A later term logs everything anew: what failed in the one before is not known any more as having failed.</summary>
    public void Reset()
    {
        _missingRights.Clear();
        Volatile.Write(ref _inTrouble, 0);
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
        HttpRequestException or IOException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };

    /// <summary>Which right a 403 of the authorizer is about; null for a 403 of an admission controller, or another failure.</summary>
    private static (string Verb, string Resource)? MissingRight(Exception e) =>
        e is KubernetesException { IsForbidden: true } && Right().Match(e.Message) is { Success: true } match
            ? (match.Groups["verb"].Value, match.Groups["resource"].Value)
            : null;

    [GeneratedRegex("""cannot (?<verb>\S+) resource "(?<resource>[^"]+)"(?: in API group "(?<group>[^"]*)")?""", RegexOptions.ExplicitCapture)]
    private static partial Regex Right();

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
