using System.Globalization;
using ComputeOperator.Gateway.Failures;

namespace ComputeOperator.Gateway.Dialects;

/// <summary>Which part of a list is asked for. The length of the whole list is in a header of the answer.</summary>
/// <param name="Limit">Most entries.</param>
/// <param name="Offset">How many are left out before them.</param>
internal readonly record struct Page(int Limit, int Offset)
{
    private const string TotalHeader = "X-Total-Count";
    private const int Most = 500;

    /// <summary>The parameters.</summary>
    public static RequestParameter[] Parameters { get; } =
    [
        new("limit", $"Most entries, from 1 to {Most}, which is the default. The header {TotalHeader} of the answer is the length of the whole list.") { IsNumber = true },
        new("offset", "How many entries are left out before them; 0 when absent.") { IsNumber = true },
    ];

    /// <summary>The page that the parameters <c>limit</c> and <c>offset</c> name; the first, as large as can be, where they are absent.</summary>
    /// <exception cref="FailureException">One of them is not a number in its range.</exception>
    public static Page Of(IQueryCollection query) => new(Number(query, "limit", 1, Most, Most), Number(query, "offset", 0, int.MaxValue, 0));

    /// <summary>The part, with the length of the whole said in the answer.</summary>
    public List<T> Cut<T>(IReadOnlyList<T> all, HttpResponse answer)
    {
        answer.Headers[TotalHeader] = all.Count.ToString(CultureInfo.InvariantCulture);
        return [.. all.Skip(Offset).Take(Limit)];
    }

    private static int Number(IQueryCollection query, string name, int least, int most, int absent)
    {
        var given = query[name].ToString();
        return given.Length == 0 ? absent
            : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
            : throw new FailureException(new Failure.Invalid([new FieldProblem(
                name, $"Must be a whole number from {least} to {most}.", ProblemKind.NotANumber, FieldPlace.Query)]));
    }
}
