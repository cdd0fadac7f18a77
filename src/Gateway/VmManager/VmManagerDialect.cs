using System.Text.Json.Serialization.Metadata;
using ComputeOperator.Gateway.Configuration;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;
using ComputeOperator.Gateway.VmManager.Contracts;

namespace ComputeOperator.Gateway.VmManager;

/// <summary>A manager of virtual machines that are paid for in credits, with a feed of events and paths for administrators.</summary>
internal sealed class VmManagerDialect(GatewayOptions options) : IDialect
{
    /// <inheritdoc/>
    public string Name => "vm-manager";

    /// <inheritdoc/>
    public string Title => "VM Manager API";

    /// <inheritdoc/>
    public IJsonTypeInfoResolver Contracts => VmManagerContracts.Json;

    /// <inheritdoc/>
    public bool Owns(PathString path) =>
        path.StartsWithSegments(VmManagerRoutes.Vms) || path.StartsWithSegments(VmManagerRoutes.Events) || path.StartsWithSegments(VmManagerRoutes.Admin);

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder routes) => VmManagerRoutes.Map(routes, options);

    /// <inheritdoc/>
    public Task WriteAsync(HttpContext context, Exception exception)
    {
        var failure = FailureOf.Exception(exception);
        FailureStatus.WriteHeaders(context.Response, failure);
        var status = VmManagerErrors.Status(failure);
        return failure is Failure.Invalid invalid
            ? TypedResults.Json(VmManagerErrors.Of(invalid), VmManagerContracts.Json.ValidationErrorBody, statusCode: status).ExecuteAsync(context)
            : TypedResults.Json(new ErrorBody(failure.Message), VmManagerContracts.Json.ErrorBody, statusCode: status).ExecuteAsync(context);
    }
}
