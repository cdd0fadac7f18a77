using System.Buffers;
using System.Net;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>Probes, on every address; metrics, and why a probe fails, on their own: where the API server is concerns no caller.</summary>
internal static class AdminEndpoints
{
    /// <summary>Whether a request is not one of the REST API.</summary>
    public static bool Owns(HttpContext context) =>
        context.Features.Get<AdminListener>() is not null
        || context.Request.Path.StartsWithSegments("/healthz") || context.Request.Path.StartsWithSegments("/livez") || context.Request.Path.StartsWithSegments("/readyz");

    public static RequestDelegate Of(HealthRegistry health, PrometheusExposition metrics) => async context =>
    {
        var path = context.Request.Path.Value ?? "/";
        var isAdmin = context.Features.Get<AdminListener>() is not null;
        if (path == "/metrics" && isAdmin)
        {
            var text = new ArrayBufferWriter<byte>(32 * 1024);
            metrics.Write(text);
            context.Response.ContentType = PrometheusExposition.ContentType;
            await context.Response.BodyWriter.WriteAsync(text.WrittenMemory);
            return;
        }

        var answer = health.Answer(path, isAdmin && context.Request.Query.ContainsKey("verbose"));
        context.Response.StatusCode = (int)answer.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(isAdmin || answer.Status != HttpStatusCode.InternalServerError ? answer.Text : "not ok\n");
    };
}
