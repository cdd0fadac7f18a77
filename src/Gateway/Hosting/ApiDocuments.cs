using System.Text.Encodings.Web;
using ComputeOperator.Gateway.Dialects;
using Microsoft.AspNetCore.OpenApi;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>An OpenAPI document per dialect, and a page to browse them that loads nothing from elsewhere.</summary>
internal static class ApiDocuments
{
    private const string PageResource = "docs.html";
    private const string Placeholder = "/*DOCUMENTS*/[]";

    public static void Add(IServiceCollection services, IReadOnlyList<IDialect> dialects)
    {
        foreach (var dialect in dialects)
        {
            services.AddOpenApi(dialect.Name, document =>
            {
                document.ShouldInclude = endpoint => dialect.Owns("/" + endpoint.RelativePath);
                document.AddOperationTransformer(new ParameterTransformer());
                document.AddDocumentTransformer((text, _, _) =>
                {
                    text.Info.Title = dialect.Title;
                    text.Servers?.Clear();
                    return Task.CompletedTask;
                });
            });
        }
    }

    public static void Map(WebApplication app)
    {
        var dialects = app.Services.GetRequiredService<IReadOnlyList<IDialect>>();
        foreach (var dialect in dialects)
        {
            var document = new ApiDocument(app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(dialect.Name));
            app.MapGet($"/openapi/{dialect.Name}.json", async () => Results.Bytes(await document.BytesAsync(), "application/json;charset=utf-8")).ExcludeFromDescription();
        }

        var page = Page(dialects);
        app.MapGet("/docs", () => Results.Text(page, "text/html; charset=utf-8")).ExcludeFromDescription();
    }

    private static string Page(IReadOnlyList<IDialect> dialects)
    {
        using var stream = typeof(ApiDocuments).Assembly.GetManifestResourceStream(PageResource)
            ?? throw new InvalidOperationException($"{PageResource} is not in the program.");
        using var reader = new StreamReader(stream);
        var documents = dialects.Select(dialect => $$"""{"name":"{{Escaped(dialect.Name)}}","title":"{{Escaped(dialect.Title)}}"}""");
        return reader.ReadToEnd().Replace(Placeholder, $"[{string.Join(',', documents)}]", StringComparison.Ordinal);
    }

    private static string Escaped(string text) => JavaScriptEncoder.Default.Encode(text);
}
