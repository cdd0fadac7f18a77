using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.Dialects;

/// <summary>
/// Reads bodies, and says which field of a JSON body is wrong where one is. The content type does not matter: clients send many.
/// </summary>
internal static class RequestBody
{
    private static readonly TimeSpan WhenFull = TimeSpan.FromSeconds(1);

    /// <summary>The body as an object of the contract.</summary>
    /// <exception cref="FailureException">It is not one, it is too large, or too many large ones are being read.</exception>
    public static Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> contract)
        where T : class => ReadAsync(context, body => Parse(body, contract));

    /// <summary>What <paramref name="parse"/> makes of the whole body.</summary>
    /// <exception cref="FailureException">It is too large, or too many large ones are being read.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, Func<ReadOnlySequence<byte>, T> parse)
    {
        var limit = context.RequestServices.GetRequiredService<GatewayOptions>().MaxBodyBytes;
        if (context.Request.ContentLength > limit && context.Request.Headers.Expect.Count > 0)
        {
            // The client sends the body only when asked to.
            throw TooLarge(limit);
        }

        var (reader, places, hasPlace) = (context.Request.BodyReader, context.RequestServices.GetRequiredService<LargeBodies>(), false);
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(context.RequestAborted);
                if (read.Buffer.Length > limit)
                {
                    await DiscardAsync(reader, read, context.RequestAborted);
                    throw TooLarge(limit);
                }

                if (read.Buffer.Length > LargeBodies.Small && !hasPlace && !(hasPlace = places.TryTake()))
                {
                    await DiscardAsync(reader, read, context.RequestAborted);
                    throw new FailureException(new Failure.Unavailable("Too many large requests are being read.", WhenFull));
                }

                if (read.IsCompleted)
                {
                    return Parsed(reader, read, parse);
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        finally
        {
            if (hasPlace)
            {
                places.Release();
            }
        }
    }

    private static T Parsed<T>(PipeReader reader, ReadResult read, Func<ReadOnlySequence<byte>, T> parse)
    {
        try
        {
            return parse(read.Buffer);
        }
        finally
        {
            reader.AdvanceTo(read.Buffer.End);
        }
    }

    // A client that is still sending when the connection is closed never sees the answer. The server's own limit ends this.
    private static async Task DiscardAsync(PipeReader reader, ReadResult read, CancellationToken cancellation)
    {
        reader.AdvanceTo(read.Buffer.End);
        while (!read.IsCompleted)
        {
            read = await reader.ReadAsync(cancellation);
            reader.AdvanceTo(read.Buffer.End);
        }
    }

    private static FailureException TooLarge(int limit) =>
        new(new Failure.TooLarge($"The body of the request is too large; allowed are {limit.ToString(CultureInfo.InvariantCulture)} bytes."));

    private static T Parse<T>(ReadOnlySequence<byte> body, JsonTypeInfo<T> contract)
        where T : class
    {
        ReadOnlySpan<byte> json = body.IsSingleSegment ? body.FirstSpan : body.ToArray();
        try
        {
            return JsonSerializer.Deserialize(json, contract)
                ?? throw Malformed(null, "The body is null, but an object is expected.");
        }
        catch (JsonException e)
        {
            throw Malformed(
                DecodeError.Field(e),
                json.IsEmpty ? "The body is empty, but an object is expected." : Sentence(DecodeError.Describe(json, e, contract)),
                e);
        }
    }

    private static FailureException Malformed(string? field, string message, JsonException? cause = null) =>
        new(new Failure.Invalid([new FieldProblem(field, message, ProblemKind.Malformed)]), cause);

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
