using System.Net;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;

namespace ComputeOperator.Gateway.Failures;

/// <summary>
/// Failures that say nothing of what was asked: the API server cannot be reached, is busy, or no longer knows a version or the caller. What a request has changed
/// before is changed all the same.
/// </summary>
internal static class Outage
{
    public static bool IsOne(Exception exception) => exception switch
    {
        KubernetesException { StatusCode: var code } =>
            code is HttpStatusCode.Unauthorized or HttpStatusCode.Gone or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        KubernetesConfigurationException => true,
        _ => ConnectionFailure.IsOne(exception),
    };
}
