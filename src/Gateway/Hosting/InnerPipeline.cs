namespace ComputeOperator.Gateway.Hosting;

/// <summary>The way of a request through the application, for requests that arrive inside another.</summary>
internal sealed class InnerPipeline
{
    private RequestDelegate? _pipeline;

    /// <summary>Answers a request.</summary>
    public Task InvokeAsync(HttpContext context) =>
        (_pipeline ?? throw new InvalidOperationException("The application is not put together yet."))(context);

    /// <summary>Takes what comes after this place as the way of a request.</summary>
    public RequestDelegate Capture(RequestDelegate next)
    {
        _pipeline = next;
        return next;
    }
}
