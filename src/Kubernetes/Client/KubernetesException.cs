using System.Net;
using System.Text.RegularExpressions;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>The API server answered with an error.</summary>
public sealed partial class KubernetesException : Exception
{
    /// <summary>An answer with <paramref name="status"/>.</summary>
    public KubernetesException(HttpStatusCode statusCode, Status status, TimeSpan? retryAfter = null)
        : base(status?.Message ?? $"The API server answered {(int)statusCode}.")
    {
        StatusCode = statusCode;
        Status = status ?? new Status();
        RetryAfter = retryAfter;
    }

    /// <summary>The HTTP status code.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The answer's body.</summary>
    public Status Status { get; }

    /// <summary>How long the server asks to wait, where it does.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>404: no such object, or no such kind.</summary>
    public bool IsNotFound => StatusCode == HttpStatusCode.NotFound;

    /// <summary>409: the object changed since it was read.</summary>
    public bool IsConflict => StatusCode == HttpStatusCode.Conflict && Status.Reason != "AlreadyExists";

    /// <summary>409: an object of that name exists.</summary>
    public bool IsAlreadyExists => StatusCode == HttpStatusCode.Conflict && Status.Reason == "AlreadyExists";

    /// <summary>410: the version asked for is no longer kept.</summary>
    public bool IsGone => StatusCode == HttpStatusCode.Gone;

    /// <summary>403: the caller may not.</summary>
    public bool IsForbidden => StatusCode == HttpStatusCode.Forbidden;

    /// <summary>Which right a 403 of the authorizer is about; null for a 403 of an admission controller, and for other failures.</summary>
    public (string Verb, string Resource)? MissingRight =>
        IsForbidden && Right().Match(Message) is { Success: true } match ? (match.Groups["verb"].Value, match.Groups["resource"].Value) : null;

    [GeneratedRegex("cannot (?<verb>\\S+) resource \"(?<resource>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Right();
}
