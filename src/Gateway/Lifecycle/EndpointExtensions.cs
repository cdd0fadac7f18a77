using ComputeOperator.Gateway.Lifecycle.Contracts;

namespace ComputeOperator.Gateway.Lifecycle;

/// <summary>What every endpoint of the dialect says of itself.</summary>
internal static class EndpointExtensions
{
    /// <summary>Its answer, and its failures.</summary>
    public static RouteHandlerBuilder Answers<TAnswer>(this RouteHandlerBuilder endpoint, int statusCode = StatusCodes.Status200OK) =>
        endpoint.Produces<TAnswer>(statusCode).Fails();

    /// <summary>Its failures.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder endpoint) => endpoint
        .Produces<ErrorBody>(StatusCodes.Status400BadRequest)
        .Produces<ErrorBody>(StatusCodes.Status404NotFound)
        .Produces<ErrorBody>(StatusCodes.Status409Conflict)
        .Produces<ValidationErrorBody>(StatusCodes.Status422UnprocessableEntity);
}
