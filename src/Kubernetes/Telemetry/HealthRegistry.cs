using System.Net;
using System.Text;

namespace ComputeOperator.Kubernetes.Telemetry;

/// <summary>Which endpoints a check speaks for.</summary>
[Flags]
public enum HealthEndpoints
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>/livez</c>: a failure means that only a restart helps.</summary>
    Live = 1,

    /// <summary><c>/readyz</c>: a failure means that the work is not being done, and says why.</summary>
    Ready = 2,

    /// <summary><c>/healthz</c>, the older endpoint: the same as <c>/livez</c> to most.</summary>
    Health = 4,
}

/// <summary>An answer to a probe.</summary>
/// <param name="Status">200 or 500; 404 for a path that is none.</param>
/// <param name="Text">Plain text.</param>
public readonly record struct HealthAnswer(HttpStatusCode Status, string Text);

/// <summary>
/// Named health checks, answered as the API server answers <c>/livez</c>, <c>/readyz</c> and <c>/healthz</c>:
/// <c>ok</c>, or with <c>?verbose</c> and on every failure a line per check. <c>/readyz/name</c> asks one.
/// </summary>
public sealed class HealthRegistry
{
    private readonly Lock _gate = new();
    private volatile Check[] _checks = [];

    /// <summary>Adds a check. It is run on every probe: quick, and without I/O.</summary>
    /// <exception cref="ArgumentException">A check of that name exists.</exception>
    public void Add(string name, HealthEndpoints endpoints, Func<HealthResult> check)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(check);
        lock (_gate)
        {
            if (_checks.Any(other => other.Name == name))
            {
                throw new ArgumentException($"There is a check {name} already.", nameof(name));
            }

            _checks = [.. _checks, new Check(name, endpoints, check)];
        }
    }

    /// <summary>Answers a probe.</summary>
    /// <param name="path">Path of the request, <c>/readyz</c> or <c>/readyz/name</c>.</param>
    /// <param name="verbose">Whether the query has <c>verbose</c>.</param>
    public HealthAnswer Answer(string path, bool verbose)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = path.Split('/', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var endpoint = parts is [] ? HealthEndpoints.None : EndpointOf(parts[0]);
        var asked = Array.FindAll(
            _checks, check => check.Endpoints.HasFlag(endpoint) && (parts.Length < 2 || check.Name == parts[1].TrimEnd('/')));
        return endpoint == HealthEndpoints.None || (parts.Length > 1 && asked.Length == 0)
            ? new(HttpStatusCode.NotFound, "404 page not found\n")
            : Answer(parts[0], asked, verbose);
    }

    private static HealthAnswer Answer(string endpoint, Check[] asked, bool verbose)
    {
        var text = new StringBuilder();
        var healthy = true;
        foreach (var check in asked)
        {
            var result = check.Run();
            healthy &= result.IsHealthy;
            text.Append(result.IsHealthy ? "[+]" : "[-]").Append(check.Name).Append(result.IsHealthy ? " ok" : " failed")
                .Append(result.Detail is null ? "" : ": ").Append(result.Detail).Append('\n');
        }

        text.Append(endpoint).Append(healthy ? " check passed\n" : " check failed\n");
        return healthy
            ? new(HttpStatusCode.OK, verbose ? text.ToString() : "ok")
            : new(HttpStatusCode.InternalServerError, text.ToString());
    }

    private static HealthEndpoints EndpointOf(string name) => name switch
    {
        "livez" => HealthEndpoints.Live,
        "readyz" => HealthEndpoints.Ready,
        "healthz" => HealthEndpoints.Health,
        _ => HealthEndpoints.None,
    };

    private sealed record Check(string Name, HealthEndpoints Endpoints, Func<HealthResult> Run);
}
