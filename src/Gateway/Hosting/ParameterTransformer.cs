using System.Text.Json.Nodes;
using ComputeOperator.Gateway.Dialects;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ComputeOperator.Gateway.Hosting;

/// <summary>Adds the parameters that handlers read themselves to the OpenAPI documents.</summary>
internal sealed class ParameterTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var parameter in context.Description.ActionDescriptor.EndpointMetadata.OfType<RequestParameter>())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = parameter.Name,
                Description = parameter.Description,
                In = parameter.IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Schema = new OpenApiSchema
                {
                    Type = parameter.IsNumber ? JsonSchemaType.Integer : JsonSchemaType.String,
                    Enum = parameter.Words is [] ? null : [.. parameter.Words.Select(word => (JsonNode)JsonValue.Create(word))],
                },
            });
        }

        return Task.CompletedTask;
    }
}
