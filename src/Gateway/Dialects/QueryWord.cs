using ComputeOperator.Gateway.Failures;

namespace ComputeOperator.Gateway.Dialects;

/// <summary>Reads parameters that are one of some words.</summary>
internal static class QueryWord
{
    /// <summary>The word; null when the parameter is absent.</summary>
    /// <exception cref="FailureException">It is another.</exception>
    public static string? Of(IQueryCollection query, string name, IEnumerable<string> words)
    {
        var given = query[name].ToString();
        return given.Length == 0 ? null
            : words.Contains(given, StringComparer.Ordinal) ? given
            : throw new FailureException(new Failure.Invalid([new FieldProblem(
                name, $"Must be one of: {string.Join(", ", words)}.", ProblemKind.NotAChoice, FieldPlace.Query)]));
    }
}
