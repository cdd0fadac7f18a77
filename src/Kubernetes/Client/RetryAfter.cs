using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>How long an answer asks to wait before the next try, up to <see cref="Longest"/>.</summary>
internal static class RetryAfter
{
    /// <summary>An API server asks for seconds. The hours of a maintenance page in front of it are a guess, and dates depend on two clocks.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>The <c>Retry-After</c> header of <paramref name="answer"/>, seconds or date, or else what its body says; null without either.</summary>
    public static TimeSpan? Of(HttpResponseMessage answer, Status? body, TimeProvider time)
    {
        TimeSpan? asked = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => body?.Details?.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        return asked is { } wait ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, Longest.Ticks)) : null;
    }
}
