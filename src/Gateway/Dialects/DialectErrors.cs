using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Hosting;

namespace ComputeOperator.Gateway.Dialects;

/// <summary>
/// Sees to it that every failure below a dialect's paths is answered in its form: exceptions, and what the server itself answers with a bare status
/// (no route, wrong method, too large, too late).
/// </summary>
internal sealed partial class DialectErrors(IReadOnlyList<IDialect> dialects, ILogger<DialectErrors> logger)
{
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = ClientClosedRequest;
            }

            return;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, e);
            return;
        }

        if (context.Response is { StatusCode: >= StatusCodes.Status400BadRequest, HasStarted: false, ContentLength: null, ContentType: null })
        {
            await WriteAsync(context, new FailureException(FailureOf.Status(context)));
        }
    }

    /// <summary>The dialect of a path, if any.</summary>
    public IDialect? Of(PathString path)
    {
        foreach (var dialect in dialects)
        {
            if (dialect.Owns(path))
            {
                return dialect;
            }
        }

        return null;
    }

    /// <summary>Answers that a request failed, instead of whatever has been said of it.</summary>
    public async Task WriteAsync(HttpContext context, Exception exception)
    {
        var allow = context.Response.Headers.Allow;
        context.Response.Clear();
        context.Response.Headers.Allow = allow;
        context.Response.Headers[RequestLog.IdHeader] = context.TraceIdentifier;
        await (Of(context.Request.Path)?.WriteAsync(context, exception) ?? PlainAsync(context, FailureOf.Exception(exception)));
        if (context.Response.StatusCode == StatusCodes.Status500InternalServerError)
        {
            LogUnexpected(context.Request.Method, context.Request.Path, context.TraceIdentifier, exception);
        }
    }

    private static Task PlainAsync(HttpContext context, Failure failure)
    {
        context.Response.StatusCode = FailureStatus.Of(failure);
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(failure.Message + "\n");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed unexpectedly (request {RequestId})")]
    private partial void LogUnexpected(string method, PathString path, string requestId, Exception e);
}
