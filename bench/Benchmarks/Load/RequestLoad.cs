using System.Diagnostics;
using System.Net.Http.Headers;
using ComputeOperator.Benchmarks.Measuring;

namespace ComputeOperator.Benchmarks.Load;

/// <summary>What came of sending the same kind of request for a while.</summary>
internal sealed record RequestRate(int Connections, int Requests, double PerSecond, Percentiles Milliseconds);

/// <summary>Clients with a connection each that send the next request when the last is answered.</summary>
internal sealed class RequestLoad(IReadOnlyList<HttpClient> clients)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <summary>Sends for as long as <paramref name="time"/>.</summary>
    /// <param name="time">How long.</param>
    /// <param name="request">The path of the nth request, and its body where it has one.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<RequestRate> RunAsync(TimeSpan time, Func<int, (string Path, byte[]? Body)> request, CancellationToken cancellation)
    {
        var next = -1;
        List<TimeSpan>[] times = [.. clients.Select(_ => new List<TimeSpan>())];
        var started = Stopwatch.GetTimestamp();
        await SendAsync(time, request, () => Interlocked.Increment(ref next), times, cancellation);
        var count = times.Sum(list => list.Count);
        return new(clients.Count, count, count / Stopwatch.GetElapsedTime(started).TotalSeconds, Percentiles.Of(times.SelectMany(list => list)));
    }

    private Task SendAsync(
        TimeSpan time, Func<int, (string Path, byte[]? Body)> request, Func<int> next, List<TimeSpan>[] times, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        return Task.WhenAll(clients.Select((client, index) => Task.Run(
            async () =>
            {
                while (Stopwatch.GetElapsedTime(started) < time)
                {
                    var (path, body) = request(next());
                    var begun = Stopwatch.GetTimestamp();
                    await SendAsync(client, path, body, cancellation);
                    times[index].Add(Stopwatch.GetElapsedTime(begun));
                }
            },
            cancellation)));
    }

    /// <summary>Sends one request, which must succeed.</summary>
    public static async Task SendAsync(HttpClient client, string path, byte[]? body, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(client.BaseAddress!, path))
        {
            Version = client.DefaultRequestVersion,
            VersionPolicy = client.DefaultVersionPolicy,
            Content = body is null ? null : new ByteArrayContent(body) { Headers = { ContentType = Json } },
        };
        using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchmarkException($"{message.Method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellation)}");
        }
    }
}
