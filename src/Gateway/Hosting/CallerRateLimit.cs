using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Identity;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>
/// How often one caller may ask: who has a token by that, others by their address. Tokens are not known to be any before the API server has seen them, so
/// that all callers of one address together have a limit too.
/// </summary>
internal static class CallerRateLimit
{
    /// <summary>How many callers with tokens are counted apart.</summary>
    internal const int MostCallers = 16384;

    private const int CallersPerAddress = 10;
    private const int FillsPerSecond = 10;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public static void Add(IServiceCollection services, GatewayOptions options)
    {
        if (options.RequestsPerSecond > 0)
        {
            services.AddRateLimiter(limiter =>
            {
                // What the caller's own limit refuses does not count against others of the address.
                limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                    Limiter(context => CallerOf(context, options.Auth), options.RequestsPerSecond),
                    Limiter(AddressOf, options.RequestsPerSecond * CallersPerAddress));
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

    /// <summary>As many at once as in a second, and filled in steps of whole tokens, which take as long as those take.</summary>
    internal static TokenBucketRateLimiterOptions Bucket(int perSecond)
    {
        var tokens = Math.Max(1, perSecond / FillsPerSecond);
        return new()
        {
            TokenLimit = perSecond,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / perSecond),
            QueueLimit = 0,
        };
    }

    /// <summary>Whose requests are counted together.</summary>
    internal static string CallerOf(HttpContext context, AuthenticationMode mode) =>
        // Not the token itself: it would stay in memory for longer than its request. And no number of its own: anyone can make up tokens, and each number is a bucket
        // in memory. That now and then two callers have one bucket is the price.
        mode == AuthenticationMode.Token && BearerToken.Of(context.Request.Headers.Authorization)?.Parameter is { } token
            ? ((uint)string.GetHashCode(token, StringComparison.Ordinal) % MostCallers).ToString(CultureInfo.InvariantCulture)
            : AddressOf(context);

    private static string AddressOf(HttpContext context) => (context.Connection.RemoteIpAddress ?? IPAddress.None).ToString();

    private static PartitionedRateLimiter<HttpContext> Limiter(Func<HttpContext, string> key, int perSecond) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(key(context), _ => Bucket(perSecond)));
}
