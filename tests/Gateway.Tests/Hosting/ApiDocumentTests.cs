using ComputeOperator.Gateway.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ComputeOperator.Gateway.Tests.Hosting;

public sealed class ApiDocumentTests
{
    [Fact]
    public async Task A_document_is_made_once_however_many_ask_for_it()
    {
        var provider = new Counting();
        var document = new ApiDocument(provider);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => document.BytesAsync()));

        Assert.Equal(1, provider.Made);
        Assert.All(answers, answer => Assert.Same(answers[0], answer));
    }

    private sealed class Counting : IOpenApiDocumentProvider
    {
        public int Made { get; private set; }

        public Task<OpenApiDocument> GetOpenApiDocumentAsync(CancellationToken cancellationToken)
        {
            Made++;
            return Task.FromResult(new OpenApiDocument { Info = new() { Title = "t", Version = "1" }, Paths = [] });
        }
    }
}
