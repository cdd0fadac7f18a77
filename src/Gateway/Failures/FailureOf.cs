using System.Net;
using ComputeOperator.Kubernetes.Client;
using ComputeOperator.Kubernetes.Configuration;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Failures;

/// <summary>What went wrong, whoever noticed it.</summary>
internal static class FailureOf
{
    private static readonly TimeSpan WhenDown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WhenBusy = TimeSpan.FromSeconds(1);

    public static Failure Exception(Exception exception) => exception switch
    {
        FailureException known => known.Failure,
        KubernetesException answer => Answer(answer),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new Failure.TooLarge("The body of the request is too large."),
        BadHttpRequestException bad => new Failure.Invalid(null, bad.Message),
        MalformedObjectException broken => new Failure.Conflict($"The Kubernetes object cannot be read: {broken.Message}"),
        KubernetesConfigurationException => Down(),
        OperationCanceledException => new Failure.TimedOut("The request took too long."),
        _ when ConnectionFailure.IsOne(exception) => Down(),
        _ => new Failure.Unexpected("Internal error."),
    };

    /// <summary>For an answer that has a status and no text yet: no route, or none for the method.</summary>
    public static Failure Status(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => new Failure.Unauthenticated("The request has no credentials."),
        StatusCodes.Status403Forbidden => new Failure.Forbidden("The request is not allowed."),
        StatusCodes.Status404NotFound => new Failure.UnknownRoute($"There is nothing at {context.Request.Path}."),
        StatusCodes.Status405MethodNotAllowed => new Failure.MethodNotAllowed(
            $"{context.Request.Method} is not possible at {context.Request.Path}; allowed: {context.Response.Headers.Allow}."),
        StatusCodes.Status413PayloadTooLarge => new Failure.TooLarge("The body of the request is too large."),
        StatusCodes.Status504GatewayTimeout => new Failure.TimedOut("The request took too long."),
        >= StatusCodes.Status500InternalServerError => new Failure.Unexpected("Internal error."),
        _ => new Failure.Invalid(null, "The request cannot be read."),
    };

    private static Failure Answer(KubernetesException answer) => answer.StatusCode switch
    {
        HttpStatusCode.Unauthorized => new Failure.Unauthenticated("The credentials are not valid, or no longer."),
        HttpStatusCode.Forbidden => new Failure.Forbidden(answer.Message),
        HttpStatusCode.NotFound => new Failure.NotFound(answer.Message),
        HttpStatusCode.Conflict when answer.IsAlreadyExists => new Failure.AlreadyExists(answer.Message),
        HttpStatusCode.Conflict => new Failure.Conflict(answer.Message),
        HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity => new Failure.Invalid(Problems(answer.Status)),
        HttpStatusCode.RequestEntityTooLarge => new Failure.TooLarge(answer.Message),
        _ => new Failure.Unavailable("The API server is busy.", answer.RetryAfter ?? WhenBusy),
    };

    private static List<FieldProblem> Problems(Status status) => status.Details?.Causes is { Count: > 0 } causes
        ? [.. causes.Select(cause => new FieldProblem(
            cause.Field, cause.Message ?? "not valid", cause.Reason == "FieldValueRequired" ? ProblemKind.Missing : ProblemKind.Value))]
        : [new FieldProblem(null, status.Message ?? "The API server does not accept the object.")];

    private static Failure.Unavailable Down() => new("The API server cannot be reached.", WhenDown);
}
