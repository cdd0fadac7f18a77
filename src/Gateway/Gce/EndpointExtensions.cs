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
}
