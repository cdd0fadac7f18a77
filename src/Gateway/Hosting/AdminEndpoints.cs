using System.Buffers;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>Probes, on every address; metrics, on their own.</summary>
internal static class AdminEndpoints
{
    /// <summary>Whether a request is not one of the REST API.</summary>
    public static bool Owns(HttpContext context) =>
        context.Features.Get<AdminListener>() is not null
        || context.Request.Path.StartsWithSegments("/healthz") || context.Request.Path.StartsWithSegments("/livez") || context.Request.Path.StartsWithSegments("/readyz");

    public static RequestDelegate Of(HealthRegistry health, PrometheusExposition metrics) => async context =>
    {
        var path = context.Request.Path.Value ?? "/";
        if (path == "/metrics" && context.Features.Get<AdminListener>() is not null)
        {
            var text = new ArrayBufferWriter<byte>(32 * 1024);
            metrics.Write(text);
            context.Response.ContentType = PrometheusExposition.ContentType;
            await context.Response.BodyWriter.WriteAsync(text.WrittenMemory);
            return;
        }

        var answer = health.Answer(path, context.Request.Query.ContainsKey("verbose"));
        context.Response.StatusCode = (int)answer.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(answer.Text);
    };
}
