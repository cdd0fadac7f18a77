namespace ComputeOperator.Gateway.Hosting;

/// <summary>What can be read can be asked for without its body (RFC 9110, 9.3.2): the server leaves it out.</summary>
internal static class HeadRequest
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        HttpMethods.IsHead(context.Request.Method) ? AsGetAsync(context, next) : next(context);

    private static async Task AsGetAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            // The log says what was asked.
            context.Request.Method = HttpMethods.Head;
        }
    }
}
