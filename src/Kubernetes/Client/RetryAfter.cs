namespace ComputeOperator.Kubernetes.Client;

/// <summary>How long an answer asks to wait before the next try.</summary>
internal static class RetryAfter
{
    /// <summary>The <c>Retry-After</c> header of <paramref name="answer"/>, seconds or date; null without one.</summary>
    public static TimeSpan? Of(HttpResponseMessage answer, TimeProvider time)
    {
        var header = answer.Headers.RetryAfter;
        return header switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => Max(date - time.GetUtcNow(), TimeSpan.Zero),
            _ => null,
        };
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
