namespace ComputeOperator.Gateway.Failures;

/// <summary>Ends a request with a <see cref="Failures.Failure"/>.</summary>
internal sealed class FailureException(Failure failure, Exception? cause = null) : Exception(failure.Message, cause)
{
    public Failure Failure { get; } = failure;
}
