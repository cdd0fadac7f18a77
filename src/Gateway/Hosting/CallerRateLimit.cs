using System.Globalization;
using System.Threading.RateLimiting;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Failures;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>How often one caller may ask: who has a token by that, others by their address.</summary>
internal static class CallerRateLimit
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public static void Add(IServiceCollection services, GatewayOptions options)
    {
        if (options.RequestsPerSecond > 0)
        {
            services.AddRateLimiter(limiter =>
            {
                limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                    context => RateLimitPartition.GetTokenBucketLimiter(CallerOf(context), _ => Bucket(options.RequestsPerSecond)));
                limiter.OnRejected = static (context, _) => throw new FailureException(
                    new Failure.TooManyRequests("Too many requests: the limit of requests per second of one caller is reached.", RetryAfter));
            });
        }
    }

    public static void Use(WebApplication app, GatewayOptions options)
    {
        if (options.RequestsPerSecond > 0)
        {
            app.UseRateLimiter();
        }
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond) => new()
    {
        TokenLimit = perSecond,
        TokensPerPeriod = Math.Max(1, (int)(perSecond * Period.TotalSeconds)),
        ReplenishmentPeriod = perSecond < 10 ? TimeSpan.FromSeconds(1.0 / perSecond) : Period,
        QueueLimit = 0,
    };

    // Not the token itself: it would stay in memory for longer than its request.
    private static string CallerOf(HttpContext context) => context.Request.Headers.Authorization.ToString() is { Length: > 0 } proof
        ? string.GetHashCode(proof, StringComparison.Ordinal).ToString(CultureInfo.InvariantCulture)
        : context.Connection.RemoteIpAddress?.ToString() ?? "";
}
