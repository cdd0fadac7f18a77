using ComputeOperator.Gateway.Failures;

namespace ComputeOperator.Gateway.Gce.Errors;

/// <summary>The one place where failures become this dialect's errors.</summary>
internal static class GceErrors
{
    public static GceError Of(Exception exception, HttpContext context) =>
        exception is GceException known ? known.Error : Of(FailureOf.Exception(exception), context);

    private static GceError Of(Failure failure, HttpContext context)
    {
        var code = FailureStatus.Of(failure);
        return failure switch
        {
            Failure.Unauthenticated => new(code, "authError", failure.Message, "Authorization", "header"),
            Failure.Forbidden => new(code, "forbidden", Forbidden(failure.Message, context)),
            Failure.NotFound => new(code, "notFound", NotFound(context)),
            Failure.UnknownRoute => new(code, "notFound", failure.Message),
            Failure.MethodNotAllowed => new(code, "httpMethodNotAllowed", failure.Message),
            Failure.AlreadyExists => new(code, "alreadyExists", failure.Message),
            Failure.Conflict => new(code, "resourceInUseByAnotherResource", failure.Message),
            Failure.Invalid invalid => Invalid(invalid),
            Failure.WrongState => new(code, "invalid", failure.Message),
            Failure.TooLarge => new(code, "uploadTooLarge", failure.Message),
            Failure.AnswerTooLarge => new(code, "responseTooLarge", failure.Message),
            Failure.TooManyRequests => new(code, "rateLimitExceeded", failure.Message),
            Failure.Unavailable => new(code, "backendError", failure.Message),
            Failure.TimedOut => new(code, "backendError", failure.Message),
            _ => new(code, "internalError", failure.Message),
        };
    }

    private static GceError Invalid(Failure.Invalid invalid)
    {
        var problem = invalid.Problems[0];
        return problem switch
        {
            { Kind: ProblemKind.Missing, Field: { } field } => GceError.Required(ResourceField(field)),
            { Field: { } field } => GceError.Invalid($"Invalid value for field '{ResourceField(field)}': {problem.Message}"),
            _ => GceError.Invalid(problem.Message),
        };
    }

    private static string ResourceField(string field) => field.StartsWith("resource", StringComparison.Ordinal) ? field : "resource." + field;

    private static string Forbidden(string reason, HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<Permission>() is { } permission
            ? $"Required '{permission.Name}' permission for '{ResourceOf(context)}': {reason}"
            : reason;

    private static string NotFound(HttpContext context) => $"The resource '{ResourceOf(context)}' was not found";

    /// <summary>The resource that a path is about: <c>projects/P/zones/Z/instances/I</c>.</summary>
    private static string ResourceOf(HttpContext context)
    {
        var values = context.Request.RouteValues;
        var path = context.Request.Path.Value ?? "";
        var start = path.IndexOf("projects/", StringComparison.Ordinal);
        var name = values.GetValueOrDefault("instance") ?? values.GetValueOrDefault("operation");
        var resource = start < 0 ? path.TrimStart('/') : path[start..];
        var end = name is string text ? resource.LastIndexOf($"/{text}/", StringComparison.Ordinal) : -1;
        return end < 0 ? resource : resource[..(end + ((string)name!).Length + 1)];
    }
}

/// <summary>Marks an endpoint with the permission that it needs, as messages name it.</summary>
internal sealed record Permission(string Name);
