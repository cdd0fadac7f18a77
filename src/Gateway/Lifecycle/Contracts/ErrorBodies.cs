using System.Text.Json.Serialization;

namespace ComputeOperator.Gateway.Lifecycle.Contracts;

/// <summary>The body of a failure.</summary>
internal sealed record ErrorBody(string Detail);

/// <summary>The body of an answer to a request that says something that cannot be.</summary>
internal sealed record ValidationErrorBody([property: JsonPropertyName("error_type")] string ErrorType, IReadOnlyList<FieldError> Errors);

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">Where it is: <c>body -> name</c>.</param>
/// <param name="Message">What is wrong, and what is allowed.</param>
/// <param name="Type">One word for machines.</param>
internal sealed record FieldError(string Field, string Message, string Type);
