using ComputeOperator.Gateway.Dialects;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>An OpenAPI document per dialect, and a page to browse them.</summary>
internal static class ApiDocuments
{
    public static void Add(IServiceCollection services, IReadOnlyList<IDialect> dialects)
    {
        foreach (var dialect in dialects)
        {
            services.AddOpenApi(dialect.Name, document =>
            {
                document.ShouldInclude = endpoint => dialect.Owns("/" + endpoint.RelativePath);
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
        app.MapOpenApi("/openapi/{documentName}.json");
    }
}
