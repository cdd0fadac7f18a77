namespace ComputeOperator.Gateway.Failures;

/// <summary>Why a request cannot be answered as asked. Each dialect says it in its own form.</summary>
/// <param name="Message">One sentence for people; nothing in it that the caller may not know.</param>
internal abstract record Failure(string Message)
{
    /// <summary>Nobody, or not someone the API server knows.</summary>
    public sealed record Unauthenticated(string Message) : Failure(Message);

    /// <summary>Someone who may not.</summary>
    public sealed record Forbidden(string Message) : Failure(Message);

    /// <summary>What the request is about does not exist.</summary>
    public sealed record NotFound(string Message) : Failure(Message);

    /// <summary>No such path.</summary>
    public sealed record UnknownRoute(string Message) : Failure(Message);

    /// <summary>The path does not know the method.</summary>
    public sealed record MethodNotAllowed(string Message) : Failure(Message);

    /// <summary>What is to be created exists.</summary>
    public sealed record AlreadyExists(string Message) : Failure(Message);

    /// <summary>Others changed it at the same time, again and again.</summary>
    public sealed record Conflict(string Message) : Failure(Message);

    /// <summary>It is in no state for what is asked.</summary>
    public sealed record WrongState(string Message) : Failure(Message);

    /// <summary>The tenant cannot pay for it.</summary>
    public sealed record CreditsExhausted(string Message) : Failure(Message);

    /// <summary>The request says something that cannot be.</summary>
    public sealed record Invalid(IReadOnlyList<FieldProblem> Problems) : Failure(string.Join("; ", Problems.Select(problem => problem.Message)))
    {
        public Invalid(string? field, string message)
            : this([new FieldProblem(field, message)])
        {
        }
    }

    /// <summary>The request is larger than is read.</summary>
    public sealed record TooLarge(string Message) : Failure(Message);

    /// <summary>The answer would be larger than there is memory for.</summary>
    public sealed record AnswerTooLarge(string Message) : Failure(Message);

    /// <summary>The caller asks too often.</summary>
    public sealed record TooManyRequests(string Message, TimeSpan RetryAfter) : Failure(Message);

    /// <summary>The API server cannot be reached or is busy, or the gateway is.</summary>
    public sealed record Unavailable(string Message, TimeSpan RetryAfter) : Failure(Message);

    /// <summary>It took too long.</summary>
    public sealed record TimedOut(string Message) : Failure(Message);

    /// <summary>A mistake of the gateway; the log has the rest.</summary>
    public sealed record Unexpected(string Message) : Failure(Message);
}
