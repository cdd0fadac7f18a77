using System.Net.Http.Headers;
using System.Text.Json;
using ComputeOperator.Benchmarks.Measuring;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Benchmarks.Load;

/// <summary>Which version of which object a write made.</summary>
internal readonly record struct Written(string Uid, string ResourceVersion);

/// <summary>Sends requests for Instances and reads of the answers only what the next request needs.</summary>
internal sealed class BareClient(KubernetesTransport transport, ApiCalls calls)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly MediaTypeHeaderValue MergePatch = new("application/merge-patch+json");

    private readonly HttpClient _http = transport.Http;
    private readonly string _root = $"{transport.Http.BaseAddress!.AbsoluteUri.TrimEnd('/')}/apis/{ComputeApi.Group}/{ComputeApi.Version}/namespaces/";

    public Task<Written> CreateAsync(string ns, ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, "instances", $"{ns}/instances?fieldManager=user", Json, body, cancellation);

    public Task<Written> DeleteAsync(string ns, string name, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Delete, "instances", $"{ns}/instances/{name}", Json, "{}"u8.ToArray(), cancellation);

    public Task<Written> PatchAsync(string ns, string name, string manager, ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Patch, "instances", $"{ns}/instances/{name}?fieldManager={manager}", MergePatch, body, cancellation);

    public Task<Written> PatchStatusAsync(string ns, string name, string manager, ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Patch, "instances/status", $"{ns}/instances/{name}/status?fieldManager={manager}", MergePatch, body, cancellation);

    private async Task<Written> SendAsync(
        HttpMethod method, string resource, string path, MediaTypeHeaderValue type, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(_root + path))
        {
            Version = _http.DefaultRequestVersion,
            VersionPolicy = _http.DefaultVersionPolicy,
            Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = type } },
        };
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
        calls.Sent(method.Method, resource, (int)answer.StatusCode);
        var text = await answer.Content.ReadAsByteArrayAsync(cancellation);
        return answer.IsSuccessStatusCode
            ? Identify(text)
            : throw new BenchmarkException($"{method} {path}: {(int)answer.StatusCode} {System.Text.Encoding.UTF8.GetString(text)}");
    }

    // The members of an object come in alphabetic order: metadata is near the front.
    private static Written Identify(ReadOnlySpan<byte> json)
    {
        var (uid, version) = ("", "");
        var reader = new Utf8JsonReader(json);
        while ((uid.Length == 0 || version.Length == 0) && reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 2)
            {
                continue;
            }

            if (reader.ValueTextEquals("uid"u8))
            {
                reader.Read();
                uid = reader.GetString()!;
            }
            else if (reader.ValueTextEquals("resourceVersion"u8))
            {
                reader.Read();
                version = reader.GetString()!;
            }
        }

        return new(uid, version);
    }
}
