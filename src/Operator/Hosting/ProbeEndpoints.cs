using System.Buffers;
using ComputeOperator.Hosting.Configuration;
using ComputeOperator.Kubernetes.Telemetry;
using ComputeOperator.Operator.Configuration;

namespace ComputeOperator.Operator.Hosting;

/// <summary>Answers on the probe and metrics addresses; each path only on its own. A connection knows by a feature which it came to.</summary>
internal static class ProbeEndpoints
{
    public static RequestDelegate Of(OperatorOptions options, HealthRegistry health, PrometheusExposition metrics) => async context =>
    {
        var path = context.Request.Path.Value ?? "/";
        if (path == "/metrics" && IsOn(options.MetricsBindAddress, context))
        {
            await WriteMetricsAsync(context, metrics);
            return;
        }

        var answer = IsOn(options.HealthBindAddress, context)
            ? health.Answer(path, context.Request.Query.ContainsKey("verbose"))
            : new HealthAnswer(System.Net.HttpStatusCode.NotFound, "404 page not found\n");
        context.Response.StatusCode = (int)answer.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(answer.Text);
    };

    private static async Task WriteMetricsAsync(HttpContext context, PrometheusExposition metrics)
    {
        var text = new ArrayBufferWriter<byte>(32 * 1024);
        metrics.Write(text);
        context.Response.ContentType = PrometheusExposition.ContentType;
        await context.Response.BodyWriter.WriteAsync(text.WrittenMemory);
    }

    private static bool IsOn(BindAddress? address, HttpContext context) => address is not null && address == context.Features.Get<BindAddress>();
}
