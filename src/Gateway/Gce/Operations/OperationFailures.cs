using ComputeOperator.Gateway.Instances;

namespace ComputeOperator.Gateway.Gce.Operations;

/// <summary>Why operations fail, in the words of this dialect.</summary>
internal static class OperationFailures
{
    private const string NotReadyReason = "ResourceNotReady";

    /// <summary>The instance was in no state for what was asked.</summary>
    public static OperationFailure NotReady { get; } = new(NotReadyReason, "");

    /// <summary>The word for machines.</summary>
    public static string Code(OperationFailure failure) => failure.Reason switch
    {
        NotReadyReason => "RESOURCE_NOT_READY",
        "QuotaExceeded" or "CreditsExhausted" => "QUOTA_EXCEEDED",
        "TenantSuspended" or "TenantNotFound" or "NamespaceNotAllowed" => "PERMISSIONS_ERROR",
        "InvalidConfiguration" => "INVALID_USAGE",
        "UnsupportedByProvider" => "UNSUPPORTED_OPERATION",
        OperationFailure.Superseded => "OPERATION_CANCELED_BY_USER",
        _ => "INTERNAL_ERROR",
    };

    /// <summary>The sentence for people.</summary>
    public static string Text(OperationFailure failure, string resource) =>
        failure.Reason == NotReadyReason ? $"The resource '{resource}' is not ready" : failure.Message;

    /// <summary>The HTTP status that a request would have had that could be answered at once.</summary>
    public static (int Code, string Message) HttpStatus(OperationFailure failure) => Code(failure) switch
    {
        "QUOTA_EXCEEDED" or "PERMISSIONS_ERROR" => (StatusCodes.Status403Forbidden, "FORBIDDEN"),
        "INTERNAL_ERROR" => (StatusCodes.Status500InternalServerError, "INTERNAL SERVER ERROR"),
        "OPERATION_CANCELED_BY_USER" => (StatusCodes.Status409Conflict, "CONFLICT"),
        _ => (StatusCodes.Status400BadRequest, "BAD REQUEST"),
    };
}
