using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ComputeOperator.Gateway.Gce.Batch;

/// <summary>The answer to a part of a batch, as it is written.</summary>
/// <param name="Head">Its headers, and those of the answer inside.</param>
/// <param name="Body">The body of the answer inside.</param>
internal sealed record PartAnswer(string Head, ReadOnlyMemory<byte> Body)
{
    private static readonly string[] Headers = [HeaderNames.ContentType, HeaderNames.RetryAfter, HeaderNames.WWWAuthenticate, HeaderNames.Allow];

    public static PartAnswer Of(BatchRequest part, HttpResponse response, ReadOnlyMemory<byte> body)
    {
        var status = (HttpStatusCode)response.StatusCode;
        var head = new StringBuilder("Content-Type: application/http\r\n");
        if (part.ContentId is { } id)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-ID: {(id.StartsWith('<') ? "<response-" + id[1..] : "response-" + id)}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"\r\nHTTP/1.1 {(int)status} {ReasonPhrases.GetReasonPhrase((int)status)}\r\n");
        foreach (var name in Headers)
        {
            if (response.Headers.TryGetValue(name, out var value))
            {
                head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            }
        }

        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n");
        return new(head.ToString(), HttpMethods.IsHead(part.Method) ? ReadOnlyMemory<byte>.Empty : body);
    }
}
