using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>The OpenAPI document of a dialect. It names no server, so that it is the same for whoever asks.</summary>
internal sealed class ApiDocument(IOpenApiDocumentProvider provider)
{
    // Anyone may ask, and it takes long to make.
    private readonly Lazy<Task<byte[]>> _bytes = new(() => MakeAsync(provider));

    /// <summary>Its JSON.</summary>
    public Task<byte[]> BytesAsync() => _bytes.Value;

    private static async Task<byte[]> MakeAsync(IOpenApiDocumentProvider provider)
    {
        using var bytes = new MemoryStream();
        var document = await provider.GetOpenApiDocumentAsync();
        await document.SerializeAsJsonAsync(bytes, OpenApiSpecVersion.OpenApi3_1);
        return bytes.ToArray();
    }
}
