using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Gce.Contracts;
using ComputeOperator.Gateway.Gce.Errors;

namespace ComputeOperator.Gateway.Gce;

/// <summary>What every endpoint of the dialect says of itself.</summary>
internal static class EndpointExtensions
{
    /// <summary>Its answer, its failures, and the permission it needs as messages name it.</summary>
    public static RouteHandlerBuilder With<TAnswer>(this RouteHandlerBuilder endpoint, string permission) => endpoint
        .WithMetadata(new Permission(permission))
        .Produces<TAnswer>()
        .Produces<ErrorBody>(StatusCodes.Status400BadRequest);

    /// <summary>That it is answered with an operation, once for each request id.</summary>
    public static RouteHandlerBuilder Changes(this RouteHandlerBuilder endpoint, string permission) =>
        endpoint.With<OperationResource>(permission).Takes(RequestId.Parameter);
}
