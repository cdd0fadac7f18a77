using System.Net;
using System.Text;
using System.Text.Json;

namespace ComputeOperator.Gateway.Tests.Kit;

/// <summary>What a request was answered with.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, HttpResponseMessage Response)
{
    // As deep as the gateway reads: what one test stores, the list of another may show.
    public JsonElement Json => JsonDocument.Parse(Text, new JsonDocumentOptions { MaxDepth = 10_100 }).RootElement;

    public string? ContentType => Response.Content.Headers.TryGetValues("Content-Type", out var values) ? values.Single() : null;

    public string? Header(string name) => Response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    /// <summary>The text of a member such as <c>error.errors.0.reason</c>; null when it is absent.</summary>
    public string? Get(string path)
    {
        var value = Json;
        foreach (var step in path.Split('.'))
        {
            if (value.ValueKind == JsonValueKind.Array && int.TryParse(step, out var index))
            {
                if (index >= value.GetArrayLength())
                {
                    return null;
                }

                value = value[index];
            }
            else if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(step, out value))
            {
                return null;
            }
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
    }

    /// <summary>The answer, of a request that must succeed.</summary>
    public Answer Succeeded() => Status == HttpStatusCode.OK ? this : throw new InvalidOperationException($"{(int)Status} {Text}");
}

/// <summary>Sends requests as they are given: nothing is added that a test does not name.</summary>
internal sealed class Rest(Uri address, string? token = null) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { Timeout = TimeSpan.FromMinutes(3) };

    public Uri Address { get; } = address;

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<Answer> PostAsync(string path, string? body = null, string? contentType = "application/json") =>
        SendAsync(HttpMethod.Post, path, body, contentType);

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? body = null, string? contentType = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(Address + path.TrimStart('/'), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (contentType is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
            }
        }

        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await _http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }

    public void Dispose() => _http.Dispose();
}
