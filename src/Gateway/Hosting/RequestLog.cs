using System.Diagnostics;
using System.Security.Cryptography;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Telemetry;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>Gives each request an id, counts it, and writes a line about it.</summary>
internal sealed partial class RequestLog(GatewayOptions options, DialectErrors dialects, ILogger<RequestLog> logger)
{
    /// <summary>The header with the id.</summary>
    public const string IdHeader = "X-Request-Id";

    private const int LongestId = 64;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var started = Stopwatch.GetTimestamp();
        var id = IdOf(context.Request.Headers[IdHeader]);
        context.TraceIdentifier = id;
        context.Response.Headers[IdHeader] = id;
        RequestMetrics.Begin();
        try
        {
            await next(context);
        }
        finally
        {
            RequestMetrics.End(dialects.Of(context.Request.Path)?.Name ?? "none", context, started);
            if (options.AccessLog)
            {
                LogRequest(
                    context.Request.Method, context.Request.Path.ToUriComponent(), context.Response.StatusCode,
                    (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds, context.Connection.RemoteIpAddress?.ToString(), id);
            }
        }
    }

    // What the caller sends goes into logs: only what cannot be mistaken for something else.
    private static string IdOf(string? given) =>
        given is { Length: > 0 and <= LongestId } && given.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? given
            : RandomNumberGenerator.GetHexString(32, lowercase: true);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Path} {Status} {Milliseconds}ms from {Address} {RequestId}")]
    private partial void LogRequest(string method, string path, int status, long milliseconds, string? address, string requestId);
}
