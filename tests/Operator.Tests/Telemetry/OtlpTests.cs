using System.Collections.Concurrent;
using System.Text;
using ComputeOperator.Entities.V1;
using ComputeOperator.Operator.Tests.Kit;
using ComputeOperator.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace ComputeOperator.Operator.Tests.Telemetry;

public class OtlpTests
{
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=/v1/metrics", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=/v1/traces")]
    public async Task Metrics_and_traces_are_sent_when_the_standard_variables_name_a_receiver(params string[] endpoints)
    {
        var received = new ConcurrentQueue<(string Path, string Body)>();
        await using var receiver = await ReceiveAsync(received);
        await using var cluster = await InstalledCluster.StartAsync();
        await using var process = OperatorProcess.Start(
            [$"--kubeconfig={cluster.OperatorKubeconfig}", $"--leader-elect-namespace={InstalledCluster.OwnNamespace}"],
            new Dictionary<string, string>(endpoints.Select(variable => variable.Split('=')).Select(parts => KeyValuePair.Create(parts[0], receiver.Urls.First() + parts[1])))
            {
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
            });
        await using var sandbox = await cluster.SandboxAsync();
        await sandbox.SettledAsync("web", InstancePhase.Running);

        await Eventually.Holds(() => received.Any(sent => sent.Path == "/v1/metrics" && sent.Body.Contains("compute_instance_phase", StringComparison.Ordinal)
            && sent.Body.Contains("workqueue_depth", StringComparison.Ordinal) && sent.Body.Contains("compute-operator", StringComparison.Ordinal)));
        await Eventually.Holds(() => received.Any(sent => sent.Path == "/v1/traces" && sent.Body.Contains("Reconcile", StringComparison.Ordinal)
            && sent.Body.Contains($"{sandbox.Namespace}/web", StringComparison.Ordinal)));
    }

    private static async Task<WebApplication> ReceiveAsync(ConcurrentQueue<(string Path, string Body)> received)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            // Names stand in protobuf as they are.
            received.Enqueue((context.Request.Path, Encoding.Latin1.GetString(body.ToArray())));
            context.Response.ContentType = "application/x-protobuf";
        });
        await app.StartAsync();
        return app;
    }
}
