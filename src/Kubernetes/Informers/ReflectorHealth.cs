using ComputeOperator.Kubernetes.Client;
using Microsoft.Extensions.Logging;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>What keeps a reflector from following: readable at any time, logged when it changes and not at every try.</summary>
internal sealed partial class ReflectorHealth(string resource, string? installCommand, ILogger logger)
{
    // A server refuses now and then, while it starts or a CRD is new; what passes within a few tries is not worth a line.
    private const int NotJustAHiccup = 3;

    private volatile string? _problem = $"{resource}: not listed yet";
    private ReflectorProblem _last;
    private int _timesInARow;
    private ReflectorProblem _logged;

    /// <summary>Why the cache is behind, in one line; null when nothing is wrong.</summary>
    public string? Problem => _problem;

    public void Failed(ReflectorProblem problem, string verb, Exception e)
    {
        _timesInARow = _last == problem ? _timesInARow + 1 : 1;
        _last = problem;
        var text = _problem = Describe(problem, verb, e);
        if (_logged != problem && (problem != ReflectorProblem.Refused || _timesInARow >= NotJustAHiccup))
        {
            _logged = problem;
            LogProblem(problem == ReflectorProblem.Unexpected ? e : null, text);
        }
    }

    public void Following()
    {
        if (_problem is null)
        {
            return;
        }

        _problem = null;
        _last = ReflectorProblem.None;
        if (_logged != ReflectorProblem.None)
        {
            _logged = ReflectorProblem.None;
            LogRecovered(resource);
        }
    }

    private string Describe(ReflectorProblem problem, string verb, Exception e) => problem switch
    {
        ReflectorProblem.Missing => $"{resource}: not installed on the API server{(installCommand is null ? "" : $"; to install it: {installCommand}")}",
        ReflectorProblem.Forbidden => $"{resource}: not allowed to {verb}: {e.Message}",
        ReflectorProblem.Unauthorized => $"{resource}: the API server does not accept the credentials: {e.Message}",
        ReflectorProblem.NoCredentials => $"{resource}: no credentials for the API server: {e.Message}",
        ReflectorProblem.Unreachable => $"{resource}: the API server cannot be reached: {ConnectionFailure.Cause(e)}",
        _ => $"{resource}: {e.Message}",
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Problem}; retrying quietly")]
    private partial void LogProblem(Exception? e, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Resource}: following again")]
    private partial void LogRecovered(string resource);
}
