using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ComputeOperator.Gateway.Telemetry;

/// <summary>The metrics of requests to the gateway, by dialect and route.</summary>
internal static class RequestMetrics
{
    public const string MeterName = "compute_gateway.http";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Histogram<double> Durations = Meter.CreateHistogram(
        "compute_gateway_request_duration_seconds",
        unit: "s",
        description: "How long requests took, by dialect, route, method and status code. Changes wait for their operation.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120] });

    private static readonly UpDownCounter<long> InFlight = Meter.CreateUpDownCounter<long>(
        "compute_gateway_requests_in_flight", description: "Requests being worked on.");

    public static void Begin() => InFlight.Add(1);

    /// <param name="dialect">Name of the dialect.</param>
    /// <param name="context">The request, answered.</param>
    /// <param name="started">When it began.</param>
    public static void End(string dialect, HttpContext context, long started)
    {
        InFlight.Add(-1);
        if (Durations.Enabled)
        {
            Durations.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds,
                new("dialect", dialect),
                new("route", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none"),
                new("method", MethodOf(context.Request.Method)),
                new("code", context.Response.StatusCode));
        }
    }

    // Anyone can send any word as method, in any spelling; the number of label sets must stay small.
    internal static string MethodOf(string method) =>
        HttpMethods.GetCanonicalizedValue(method) is var known
            && (HttpMethods.IsGet(known) || HttpMethods.IsPost(known) || HttpMethods.IsDelete(known) || HttpMethods.IsPatch(known) || HttpMethods.IsPut(known)
                || HttpMethods.IsHead(known) || HttpMethods.IsOptions(known)) ? known : "other";
}
