using System.Globalization;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Gce.Filters;

namespace ComputeOperator.Gateway.Gce.Lists;

/// <summary>What a list is about, how much of it, in which order, and from where on.</summary>
/// <param name="Filter">Which resources; null: all.</param>
/// <param name="MaxResults">Most on one page.</param>
/// <param name="NewestFirst">Whether in order of creation, the latest first, instead of names.</param>
/// <param name="After">The last place of the page before; null: from the beginning.</param>
internal sealed record ListQuery(Filter? Filter, int MaxResults, bool NewestFirst, Place? After)
{
    private const int MostResults = 500;

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="GceException">One of them cannot be.</exception>
    public static ListQuery Of(ListParameters parameters)
    {
        var newestFirst = parameters.OrderBy switch
        {
            null or "" or "name" => false,
            "creationTimestamp desc" => true,
            var other => throw GceError.InvalidField("orderBy", other, "Allowed: name, creationTimestamp desc.").ToException(),
        };
        return new(FilterParser.Parse(parameters.Filter), Most(parameters.MaxResults), newestFirst, Place.Parse(parameters.PageToken));
    }

    private static int Most(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return MostResults;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MostResults
            ? number == 0 ? MostResults : number
            : throw GceError.InvalidField("maxResults", text, $"Values must be within the range: [0, {MostResults}]").ToException();
    }
}
