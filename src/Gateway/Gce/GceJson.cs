using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ComputeOperator.Gateway.Gce;

/// <summary>An answer in JSON.</summary>
internal sealed class GceJson<T>(T value, JsonTypeInfo<T> contract, int statusCode = StatusCodes.Status200OK) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = statusCode;
        // Some clients do not take an answer for JSON without exactly this.
        httpContext.Response.ContentType = "application/json; charset=UTF-8";
        await JsonSerializer.SerializeAsync(httpContext.Response.BodyWriter, value, contract, httpContext.RequestAborted);
    }
}
