using ComputeOperator.Gateway.Failures;

namespace ComputeOperator.Gateway.Dialects;

/// <summary>What is wrong with a request in the words of pydantic, which clients of APIs made with it know. Pure.</summary>
internal static class ValidationWords
{
    /// <summary>Where a problem is, from the outside in: <c>body</c>, <c>name</c>.</summary>
    public static IReadOnlyList<string> Location(FieldProblem problem) => [PlaceOf(problem.Place), .. problem.Field?.Split('.') ?? []];

    /// <summary>The sort of problem.</summary>
    public static string Type(ProblemKind kind) => kind switch
    {
        ProblemKind.Value => "value_error",
        ProblemKind.Missing => "missing",
        ProblemKind.Malformed => "json_invalid",
        ProblemKind.NotText => "string_type",
        ProblemKind.TooShort => "string_too_short",
        ProblemKind.TooLong => "string_too_long",
        ProblemKind.NotAChoice => "enum",
        ProblemKind.NotANumber => "int_type",
        ProblemKind.TooSmall => "greater_than_equal",
        ProblemKind.TooLarge => "less_than_equal",
        ProblemKind.NotAnObject => "dict_type",
        ProblemKind.NotAList => "list_type",
    };

    private static string PlaceOf(FieldPlace place) => place switch
    {
        FieldPlace.Body => "body",
        FieldPlace.Query => "query",
        FieldPlace.Header => "header",
    };
}
