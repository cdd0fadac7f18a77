using System.Net;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.Failures;

/// <summary>Writes that may have been done though nobody said so. Who is told to come again would have it done twice.</summary>
internal static class LostAnswer
{
    private const string Message = "The API server did not say that it was done: what was asked for may have been done all the same.";

    /// <exception cref="FailureException">The answer of <paramref name="write"/> was lost, came too late, or was that the server gave up.</exception>
    public static async Task<T> ToldAsync<T>(Task<T> write)
    {
        try
        {
            return await write;
        }
        catch (Exception e) when (MayBeDone(e))
        {
            throw new FailureException(new Failure.TimedOut(Message), e);
        }
    }

    // A server that gives up on a write (504, 500) leaves it running, and a proxy (502) does not know. 503 comes before anything is done.
    private static bool MayBeDone(Exception exception) => exception is KubernetesException { StatusCode: var code }
        ? code is >= HttpStatusCode.InternalServerError and not HttpStatusCode.ServiceUnavailable
        : ConnectionFailure.IsOne(exception) && !ConnectionFailure.IsBeforeSending(exception);
}
