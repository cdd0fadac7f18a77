using System.Text;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Net.Http.Headers;

namespace ComputeOperator.Gateway.Gce.Batch;

/// <summary>Many requests in one: each goes the way of a request of its own, with the caller's credentials. None begins before all can be read.</summary>
internal static class BatchEndpoint
{
    /// <summary>How many are worked on at once.</summary>
    internal const int MostBatches = 4;

    private const int MostRead = 32;
    private const string Path = "/batch/compute/v1";
    private const int AtOnce = 8;
    private const int MostAnswered = 16 * 1024 * 1024;

    private static readonly GceError TooLarge = new(
        StatusCodes.Status413PayloadTooLarge, "responseTooLarge", "The answers to the batch are too large together: ask for this by itself, or for less.");

    // Of the process, because its memory is: nobody has proved who he is before the parts are answered.
    private static readonly SemaphoreSlim Readers = new(MostRead);
    private static readonly SemaphoreSlim Turns = new(MostBatches);

    public static void Map(IEndpointRouteBuilder routes, TimeSpan timeout) => routes.MapPost(Path, Answer).WithRequestTimeout(timeout).ExcludeFromDescription();

    private static async Task<IResult> Answer(HttpContext context, InnerPipeline pipeline)
    {
        var parts = await ReadAsync(context);
        try
        {
            return await AnswerAsync(context, parts, pipeline);
        }
        finally
        {
            Turns.Release();
        }
    }

    // Ends with a turn to work. Those who send slowly hold up others who send, and nobody who has sent.
    private static async Task<IReadOnlyList<BatchRequest>> ReadAsync(HttpContext context)
    {
        await Readers.WaitAsync(context.RequestAborted);
        try
        {
            var boundary = Boundary(context.Request.ContentType);
            var parts = await RequestBody.ReadAsync(context, body => BatchReader.Read(Encoding.UTF8.GetString(body), boundary));
            await Turns.WaitAsync(context.RequestAborted);
            return parts;
        }
        finally
        {
            Readers.Release();
        }
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, IReadOnlyList<BatchRequest> parts, InnerPipeline pipeline)
    {
        // Each part has a time of its own.
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        var requests = parts.Select(part => PartRequest.Of(part, context)).ToList();
        var (answers, room) = (new PartAnswer[parts.Count], new BatchAnswers(MostAnswered));
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = context.RequestAborted };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, parts.Count), options, async (index, _) => answers[index] = await AnswerAsync(parts[index], requests[index], pipeline, room));
        var delimiter = "batch_" + Guid.NewGuid().ToString("N");
        return Results.Stream(stream => WriteAsync(stream, answers, delimiter, context.RequestAborted), $"multipart/mixed; boundary={delimiter}");
    }

    private static string Boundary(string? contentType)
    {
        var boundary = MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("multipart/mixed", StringComparison.OrdinalIgnoreCase)
            ? HeaderUtilities.RemoveQuotes(type.Boundary).ToString()
            : "";
        return boundary.Length > 0 ? boundary : throw GceError.Invalid("A batch must be of the type multipart/mixed, with a boundary.").ToException();
    }

    private static async Task<PartAnswer> AnswerAsync(BatchRequest part, HttpContext request, InnerPipeline pipeline, BatchAnswers room)
    {
        using var body = new PartBody(room);
        if (!room.IsFull)
        {
            request.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
            await pipeline.InvokeAsync(request);
            await request.Response.CompleteAsync();
            if (!body.IsCut)
            {
                return PartAnswer.Of(part, request.Response, body.Bytes);
            }
        }

        return await TooLargeAsync(part, request);
    }

    private static async Task<PartAnswer> TooLargeAsync(BatchRequest part, HttpContext request)
    {
        using var body = new MemoryStream();
        request.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        await request.RequestServices.GetRequiredService<DialectErrors>().WriteAsync(request, TooLarge.ToException());
        await request.Response.CompleteAsync();
        return PartAnswer.Of(part, request.Response, body.ToArray());
    }

    private static async Task WriteAsync(Stream stream, IReadOnlyList<PartAnswer> answers, string delimiter, CancellationToken cancellation)
    {
        foreach (var answer in answers)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"--{delimiter}\r\n{answer.Head}"), cancellation);
            await stream.WriteAsync(answer.Body, cancellation);
            await stream.WriteAsync("\r\n"u8.ToArray(), cancellation);
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes($"--{delimiter}--\r\n"), cancellation);
    }
}
