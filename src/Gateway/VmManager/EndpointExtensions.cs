using ComputeOperator.Gateway.VmManager.Contracts;

namespace ComputeOperator.Gateway.VmManager;

/// <summary>What every endpoint of the dialect says of itself.</summary>
internal static class EndpointExtensions
{
    /// <summary>Its answer, and its failures.</summary>
    public static RouteHandlerBuilder Answers<TAnswer>(this RouteHandlerBuilder endpoint, int statusCode = StatusCodes.Status200OK) => endpoint
        .Produces<TAnswer>(statusCode)
        .Produces<ErrorBody>(StatusCodes.Status403Forbidden)
        .Produces<ErrorBody>(StatusCodes.Status404NotFound)
        .Produces<ErrorBody>(StatusCodes.Status409Conflict)
        .Produces<ValidationErrorBody>(StatusCodes.Status422UnprocessableEntity);
}
