using System.Text.Json.Serialization.Metadata;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;

namespace ComputeOperator.Gateway.Iaas;

/// <summary>The compute API of a multi-tenant IaaS: flavors, and a tenant per header.</summary>
internal sealed class IaasDialect(GatewayOptions options) : IDialect
{
    /// <inheritdoc/>
    public string Name => "iaas";

    /// <inheritdoc/>
    public string Title => "IaaS Compute API v1";

    /// <inheritdoc/>
    public IJsonTypeInfoResolver Contracts => IaasContracts.Json;

    /// <inheritdoc/>
    public bool Owns(PathString path) => path.StartsWithSegments("/api/v1/compute") || path.StartsWithSegments("/health");

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => IaasRoutes.Map(routes, options);

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, Exception exception)
    {
        var failure = FailureOf.Exception(exception);
        FailureStatus.WriteHeaders(context.Response, failure);
        return TypedResults.Json(IaasErrors.Of(failure), IaasContracts.Json.ErrorBody, statusCode: FailureStatus.Of(failure)).ExecuteAsync(context);
    }
}
