using ComputeOperator.Gateway.Failures;

namespace ComputeOperator.Gateway.Dialects;

/// <summary>What the fields of an Instance are called in a dialect: the API server complains about those that it knows.</summary>
/// <param name="names">Names in the dialect, by path in the Instance; longer paths before those that they begin with.</param>
internal sealed class FieldNames(params IReadOnlyList<(string Path, string Name)> names)
{
    /// <summary>A problem in the words of the dialect.</summary>
    public FieldProblem In(FieldProblem problem)
    {
        foreach (var (path, name) in names)
        {
            if (problem.Field?.StartsWith(path, StringComparison.Ordinal) == true)
            {
                return problem with { Field = name + problem.Field[path.Length..], Message = problem.Message.Replace(path, name, StringComparison.Ordinal) };
            }
        }

        return problem;
    }
}
