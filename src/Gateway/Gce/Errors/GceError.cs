namespace ComputeOperator.Gateway.Gce.Errors;

/// <summary>A failure as this dialect says it.</summary>
/// <param name="Code">HTTP status code.</param>
/// <param name="Reason">One lowerCamelCase word for machines.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Location">What of the request is to blame; absent: not said.</param>
/// <param name="LocationType">Where that is: header, parameter.</param>
internal sealed record GceError(int Code, string Reason, string Message, string? Location = null, string? LocationType = null)
{
    public static GceError NotFound(string resource) => new(404, "notFound", $"The resource '{resource}' was not found");

    public static GceError AlreadyExists(string resource) => new(409, "alreadyExists", $"The resource '{resource}' already exists");

    public static GceError Invalid(string message) => new(400, "invalid", message);

    public static GceError InvalidField(string field, string? value, string why) => Invalid($"Invalid value for field '{field}': '{Excerpt(value)}'. {why}");

    public static GceError Required(string field) => new(400, "required", $"Required field '{field}' not specified");

    public static GceError TooLarge(string field, int most, int actual) =>
        new(413, "fieldSizeTooLarge", $"Value for field '{field}' is too large: maximum size {most} character(s); actual size {actual}.");

    public static GceError ConditionNotMet(string message) => new(412, "conditionNotMet", message, "If-Match", "header");

    public GceException ToException() => new(this);

    // A value is quoted back, but not a page of it.
    private static string Excerpt(string? value) => value is { Length: > 200 } ? value[..200] + "…" : value ?? "";
}

/// <summary>Ends a request with a <see cref="GceError"/>.</summary>
internal sealed class GceException(GceError error) : Exception(error.Message)
{
    public GceError Error { get; } = error;
}
