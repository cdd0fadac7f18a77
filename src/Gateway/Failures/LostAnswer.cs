using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.Failures;

/// <summary>Writes that may have been done though nobody answered. Who is told to come again would have it done twice.</summary>
internal static class LostAnswer
{
    private const string Message = "The API server's answer was lost: what was asked for may have been done all the same.";

    /// <exception cref="FailureException">The answer of <paramref name="write"/> was lost, or came too late.</exception>
    public static async Task<T> ToldAsync<T>(Task<T> write)
    {
        try
        {
            return await write;
        }
        catch (Exception e) when (ConnectionFailure.IsOne(e) && !ConnectionFailure.IsBeforeSending(e))
        {
            throw new FailureException(new Failure.TimedOut(Message), e);
        }
    }
}
