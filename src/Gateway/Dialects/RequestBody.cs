using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Gateway.Dialects;

/// <summary>Reads JSON bodies, and says which field is wrong where one is. The content type does not matter: clients send many.</summary>
internal static class RequestBody
{
    /// <summary>The body as an object of the contract.</summary>
    /// <exception cref="FailureException">It is not one.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> contract)
        where T : class
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            try
            {
                return Parse(read.Buffer, contract);
            }
            finally
            {
                reader.AdvanceTo(read.Buffer.End);
            }
        }
    }

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
