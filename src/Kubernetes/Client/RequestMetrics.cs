using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using ComputeOperator.Kubernetes.Telemetry;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>The metrics of requests to the API server, under client-go's names.</summary>
internal static class RequestMetrics
{
    private const string Failed = "<error>";

    private static readonly Counter<long> Requests = KubernetesMeter.Instance.CreateCounter<long>(
        "rest_client_requests_total", description: "Number of HTTP requests, partitioned by status code, method, and host.");

    private static readonly Histogram<double> Durations = KubernetesMeter.Instance.CreateHistogram(
        "rest_client_request_duration_seconds",
        unit: "s",
        description: "Request latency in seconds, until the answer begins. Broken down by verb, and host.",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60],
        });

    private static readonly string[] Codes = [.. Enumerable.Range(0, 600).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Counts one request, begun at <paramref name="started"/>; no <paramref name="code"/>: it got no answer.</summary>
    public static void Count(HttpRequestMessage request, string host, int? code, long started)
    {
        var method = request.Method.Method;
        if (Requests.Enabled)
        {
            Requests.Add(1, new("code", TextOf(code)), new("method", method), new("host", host));
        }

        if (Durations.Enabled)
        {
            Durations.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new("verb", method), new("host", host));
        }
    }

    private static string TextOf(int? code) => code switch
    {
        null => Failed,
        >= 0 and < 600 => Codes[code.Value],
        _ => code.Value.ToString(CultureInfo.InvariantCulture),
    };
}
