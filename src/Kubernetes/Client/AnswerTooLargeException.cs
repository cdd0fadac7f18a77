namespace ComputeOperator.Kubernetes.Client;

/// <summary>The API server's answer is larger than its reader has room for, and was not read to its end.</summary>
public sealed class AnswerTooLargeException : Exception
{
    /// <summary>An answer of more than <paramref name="most"/> bytes.</summary>
    public AnswerTooLargeException(int most)
        : base($"The API server's answer has more than {most} bytes.")
    {
    }
}
