using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ComputeOperator.Kubernetes.Meta;
using ComputeOperator.Kubernetes.Serialization;

namespace ComputeOperator.Kubernetes.Client;

/// <summary>Sends requests to the API server and turns its error answers into exceptions.</summary>
internal sealed class ApiConnection(HttpClient http, AuthenticationHeaderValue? caller = null)
{
    private const int ExcerptLength = 200;

    private static readonly UriCreationOptions Escaped = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private readonly string _root = (http.BaseAddress
        ?? throw new ArgumentException("The client has no base address.", nameof(http))).AbsoluteUri.TrimEnd('/') + '/';

    /// <summary>The same connection for someone who proves himself by <paramref name="authorization"/>.</summary>
    public ApiConnection As(AuthenticationHeaderValue authorization) => new(http, authorization);

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <exception cref="AnswerTooLargeException">It has more than <paramref name="most"/> bytes.</exception>
    public async Task<PooledBody> ExchangeAsync(
        HttpMethod method, string path, HttpContent? body, CancellationToken cancellation, int? most = null)
    {
        using var answer = await OpenAsync(method, path, body, cancellation).ConfigureAwait(false);
        return await PooledBody.ReadAsync(answer.Content, http.Timeout, most, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends a request and returns as soon as the server begins to answer.</summary>
    public async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(_root + path, in Escaped))
        {
            Version = http.DefaultRequestVersion,
            VersionPolicy = http.DefaultVersionPolicy,
            Content = body,
        };
        request.Headers.Authorization = caller;
        var answer = await SendAsync(request, cancellation).ConfigureAwait(false);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw await ErrorAsync(answer, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException("The API server could not be reached, or did not begin to answer, in time.", e);
        }
    }

    private async Task<KubernetesException> ErrorAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var status = await StatusAsync(answer, cancellation).ConfigureAwait(false);
        return new(answer.StatusCode, status, RetryAfter.Of(answer, status, TimeProvider.System));
    }

    private async Task<Status> StatusAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            using var body = await PooledBody.ReadAsync(answer.Content, http.Timeout, null, cancellation).ConfigureAwait(false);
            return StatusOf(answer.StatusCode, body.Span);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            // A server that refuses without reading the request (401, 403, 429, unknown paths) resets its stream, which can
            // overtake the text of the answer. The code has arrived.
            return StatusOf(answer.StatusCode, []);
        }
    }

    private static Status StatusOf(HttpStatusCode code, ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return new() { Code = (int)code, Message = $"The server answered {(int)code} {code}." };
        }

        try
        {
            if (JsonSerializer.Deserialize(body, KubernetesJsonContext.Default.Status) is { Kind: "Status" } status)
            {
                return status;
            }
        }
        catch (JsonException)
        {
            // Not the API server's own answer: a proxy's page, or a path it does not know.
        }

        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, ExcerptLength)]).Trim();
        return new() { Code = (int)code, Message = $"The server answered {(int)code} {code}: {text}" };
    }
}
