using System.Net;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;

namespace ComputeOperator.Kubernetes.Informers;

/// <summary>What keeps a reflector from following. One line is logged per change of kind, not per try.</summary>
internal enum ReflectorProblem
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The server does not know the resource: its CRD is not installed.</summary>
    Missing,

    /// <summary>The caller may not list or watch it.</summary>
    Forbidden,

    /// <summary>The server does not accept who the caller says it is.</summary>
    Unauthorized,

    /// <summary>The caller's credentials are not to be had: a program or file that gives them fails.</summary>
    NoCredentials,

    /// <summary>The server does not answer at all.</summary>
    Unreachable,

    /// <summary>The server answers with an error that should pass.</summary>
    Refused,

    /// <summary>Something that is not known to happen.</summary>
    Unexpected,
}

/// <summary>Tells failures of lists and watches apart.</summary>
internal static class ReflectorProblems
{
    public static ReflectorProblem Of(Exception e) => e switch
    {
        KubernetesException { IsNotFound: true } => ReflectorProblem.Missing,
        KubernetesException { IsForbidden: true } => ReflectorProblem.Forbidden,
        KubernetesException { StatusCode: HttpStatusCode.Unauthorized } => ReflectorProblem.Unauthorized,
        KubernetesConfigurationException => ReflectorProblem.NoCredentials,
        KubernetesException or IncompleteListException => ReflectorProblem.Refused,
        HttpRequestException or IOException or TimeoutException or OperationCanceledException => ReflectorProblem.Unreachable,
        _ => ReflectorProblem.Unexpected,
    };

    /// <summary>Whether the server's answer to a streamed list means that it cannot do that, now or later.</summary>
    public static bool IsStreamUnsupported(Exception e) => e is KubernetesException
    {
        StatusCode: HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.MethodNotAllowed
            or HttpStatusCode.NotAcceptable or HttpStatusCode.UnsupportedMediaType,
    };

    /// <summary>
    /// Whether a streamed list may have failed because it was streamed: a server too busy to take the question, or one that is out of
    /// reach, says nothing of that.
    /// </summary>
    /// <param name="e">How it failed.</param>
    /// <param name="problem">What that is.</param>
    /// <param name="answered">Whether the server had begun to answer.</param>
    public static bool MayBeOfTheStream(Exception e, ReflectorProblem problem, bool answered) => problem switch
    {
        ReflectorProblem.Refused => e is not KubernetesException { StatusCode: HttpStatusCode.TooManyRequests },
        ReflectorProblem.Unreachable => answered,
        _ => false,
    };

    /// <summary>
    /// Whether a watch may have been refused because of the version that it was to go on from: a server too busy or too slow, and a proxy
    /// that has lost it, say nothing of that.
    /// </summary>
    public static bool MayBeOfTheVersion(Exception e) => Of(e) == ReflectorProblem.Refused && e is KubernetesException
    {
        StatusCode: not (HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout),
    };
}

/// <summary>The server has ended a streamed list in good order before all of it had come: it cuts readers that it finds too slow.</summary>
internal sealed class IncompleteListException() : IOException("the server ended a streamed list before it was complete");
