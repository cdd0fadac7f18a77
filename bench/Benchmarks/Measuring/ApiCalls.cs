using System.Collections.Concurrent;

namespace ComputeOperator.Benchmarks.Measuring;

/// <summary>One kind of request: verb and resource, and how it was answered.</summary>
internal readonly record struct ApiCall(string Verb, string Resource, string Code);

/// <summary>
/// Counts requests by what the API server counted, less what this program sent: what is left is the operator's. The operator's own
/// metric knows verbs but not resources.
/// </summary>
internal sealed class ApiCalls(HttpClient http)
{
    private static readonly HashSet<string> Resources = ["instances", "machinetypes", "tenants", "leases", "events"];
    private readonly ConcurrentDictionary<ApiCall, long> _own = new();

    /// <summary>Takes note of a request of this program.</summary>
    public void Sent(string verb, string resource, int code) =>
        _own.AddOrUpdate(new(verb, resource, code.ToString(System.Globalization.CultureInfo.InvariantCulture)), 1, static (_, count) => count + 1);

    /// <summary>What others than this program have sent so far.</summary>
    public async Task<IReadOnlyDictionary<ApiCall, long>> ReadAsync(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(http.BaseAddress!, "metrics")) { Version = http.DefaultRequestVersion };
        using var answer = await http.SendAsync(request, cancellation);
        var text = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellation);
        return Exposition.Parse(text, "apiserver_request_total{").Of("apiserver_request_total")
            .Where(sample => Resources.Contains(sample.Label("resource")))
            .GroupBy(sample => new ApiCall(sample.Label("verb"), Resource(sample), sample.Label("code")))
            .ToDictionary(group => group.Key, group => (long)group.Sum(sample => sample.Value) - _own.GetValueOrDefault(group.Key));
    }

    /// <summary>What came between two readings.</summary>
    public static IReadOnlyDictionary<ApiCall, long> Between(IReadOnlyDictionary<ApiCall, long> before, IReadOnlyDictionary<ApiCall, long> after) =>
        after.Select(call => (call.Key, Count: call.Value - before.GetValueOrDefault(call.Key)))
            .Where(call => call.Count != 0)
            .ToDictionary(call => call.Key, call => call.Count);

    private static string Resource(Sample sample) =>
        sample.Label("subresource") is { Length: > 0 } sub ? $"{sample.Label("resource")}/{sub}" : sample.Label("resource");
}
