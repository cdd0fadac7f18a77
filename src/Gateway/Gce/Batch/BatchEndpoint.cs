using System.Globalization;
using System.Net;
using System.Text;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace ComputeOperator.Gateway.Gce.Batch;

/// <summary>Many requests in one: each goes the way of a request of its own, with the caller's credentials.</summary>
internal static class BatchEndpoint
{
    private const string Path = "/batch/compute/v1";
    private const string Allowed = "/compute/";
    private const int AtOnce = 8;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, Answer).DisableRequestTimeout().ExcludeFromDescription();

    private static async Task<IResult> Answer(HttpContext context, InnerPipeline pipeline)
    {
        var boundary = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) && type.MediaType.Equals("multipart/mixed", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString()
            : "";
        if (boundary.Length == 0)
        {
            throw GceError.Invalid("A batch must be of the type multipart/mixed, with a boundary.").ToException();
        }

        var requests = await RequestBody.ReadAsync(context, body => BatchReader.Read(Encoding.UTF8.GetString(body), boundary));
        var answers = new string[requests.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = context.RequestAborted };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, requests.Count), options, async (index, _) => answers[index] = await AnswerAsync(requests[index], context, pipeline));
        var delimiter = "batch_" + Guid.NewGuid().ToString("N");
        return Results.Text(string.Concat(answers.Select(answer => $"--{delimiter}\r\n{answer}\r\n")) + $"--{delimiter}--\r\n", $"multipart/mixed; boundary={delimiter}");
    }

    private static async Task<string> AnswerAsync(BatchRequest part, HttpContext outer, InnerPipeline pipeline)
    {
        var context = InnerContext(part, outer);
        using var body = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        await pipeline.InvokeAsync(context);
        await context.Response.CompleteAsync();
        var json = Encoding.UTF8.GetString(body.GetBuffer().AsSpan(0, (int)body.Length));
        var status = (HttpStatusCode)context.Response.StatusCode;
        var head = new StringBuilder("Content-Type: application/http\r\n");
        if (part.ContentId is { } id)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-ID: {(id.StartsWith('<') ? "<response-" + id[1..] : "response-" + id)}\r\n");
        }

        return head.Append(CultureInfo.InvariantCulture, $"\r\nHTTP/1.1 {(int)status} {ReasonPhrases.GetReasonPhrase((int)status)}\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Type: {context.Response.ContentType}\r\nContent-Length: {body.Length}\r\n\r\n{json}").ToString();
    }

    private static DefaultHttpContext InnerContext(BatchRequest part, HttpContext outer)
    {
        var query = part.Path.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? part.Path : part.Path[..query];
        if (!path.StartsWith(Allowed, StringComparison.Ordinal))
        {
            throw GceError.Invalid($"A part of the batch is for '{path}'; allowed are paths below {Allowed}.").ToException();
        }

        var body = Encoding.UTF8.GetBytes(part.Body);
        var context = new DefaultHttpContext { RequestServices = outer.RequestServices, RequestAborted = outer.RequestAborted };
        context.Connection.RemoteIpAddress = outer.Connection.RemoteIpAddress;
        context.Request.Method = part.Method;
        context.Request.Path = PathString.FromUriComponent(path);
        context.Request.QueryString = query < 0 ? QueryString.Empty : new QueryString(part.Path[query..]);
        context.Request.Headers.Authorization = part.Headers.TryGetValue("Authorization", out var own) ? own : outer.Request.Headers.Authorization;
        context.Request.ContentType = part.Headers.GetValueOrDefault("Content-Type");
        context.Request.Body = new MemoryStream(body);
        context.Request.ContentLength = body.Length;
        return context;
    }
}
