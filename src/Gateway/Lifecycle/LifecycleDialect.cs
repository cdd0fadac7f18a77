using System.Text.Json.Serialization.Metadata;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.Lifecycle.Contracts;

namespace ComputeOperator.Gateway.Lifecycle;

/// <summary>An API of instances with parents and scopes, which are started, stopped, paused, resumed and terminated.</summary>
internal sealed class LifecycleDialect(GatewayOptions options) : IDialect
{
    /// <inheritdoc/>
    public string Name => "lifecycle";

    /// <inheritdoc/>
    public string Title => "Instance Lifecycle API v1";

    /// <inheritdoc/>
    public IJsonTypeInfoResolver Contracts => LifecycleContracts.Json;

    /// <inheritdoc/>
    public bool Owns(PathString path) => path.StartsWithSegments(LifecycleRoutes.Root);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => LifecycleRoutes.Map(routes, options);

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, Exception exception)
    {
        var failure = FailureOf.Exception(exception);
        FailureStatus.WriteHeaders(context.Response, failure);
        var status = LifecycleErrors.Status(failure);
        return failure is Failure.Invalid invalid
            ? TypedResults.Json(LifecycleErrors.Of(invalid), LifecycleContracts.Json.ValidationErrorBody, statusCode: status).ExecuteAsync(context)
            : TypedResults.Json(new ErrorBody(failure.Message), LifecycleContracts.Json.ErrorBody, statusCode: status).ExecuteAsync(context);
    }
}
