namespace ComputeOperator.Gateway.Failures;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">Path of the field, <c>metadata.items[0].key</c>; null: the request as a whole.</param>
/// <param name="Message">What is wrong, and what is allowed.</param>
/// <param name="Kind">What sort of problem it is.</param>
/// <param name="Place">In which part of the request the field is.</param>
internal sealed record FieldProblem(string? Field, string Message, ProblemKind Kind = ProblemKind.Value, FieldPlace Place = FieldPlace.Body);

/// <summary>A part of a request.</summary>
internal enum FieldPlace
{
    Body,

    Query,

    Header,
}

/// <summary>Sorts of problems that some dialects have words for.</summary>
internal enum ProblemKind
{
    /// <summary>A value that is not allowed.</summary>
    Value,

    /// <summary>Required and absent.</summary>
    Missing,

    /// <summary>Not JSON, or not an object.</summary>
    Malformed,

    NotText,

    TooShort,

    TooLong,

    NotAChoice,

    NotANumber,

    TooSmall,

    TooLarge,

    NotAnObject,

    NotAList,
}
