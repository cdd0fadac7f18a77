using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ComputeOperator.Gateway.Gce.Lists;

/// <summary>Cuts the page that a query asks for out of everything there is.</summary>
internal static class Pager
{
    /// <summary>The page, and the token of the next if there is one.</summary>
    /// <param name="all">Everything there is.</param>
    /// <param name="placeOf">Where one stands.</param>
    /// <param name="view">How one is shown; only asked for those that may be on the page.</param>
    /// <param name="contract">How it is written, which is what filters judge.</param>
    /// <param name="query">What is asked for.</param>
    public static (List<TView> Items, string? NextPageToken) Cut<TSource, TView>(
        IEnumerable<TSource> all, Func<TSource, Place> placeOf, Func<TSource, TView> view, JsonTypeInfo<TView> contract, ListQuery query)
    {
        var order = query.NewestFirst ? Place.NewestFirst : Place.ByName;
        var placed = all.Select(source => (Place: placeOf(source), Source: source));
        if (query.After is { } after)
        {
            placed = placed.Where(entry => order.Compare(entry.Place, after) > 0);
        }

        List<TView> items = [];
        Place? last = null;
        foreach (var (place, source) in placed.OrderBy(entry => entry.Place, order))
        {
            var shown = view(source);
            if (query.Filter is { } filter && !filter.Matches(JsonSerializer.SerializeToElement(shown, contract)))
            {
                continue;
            }

            if (items.Count == query.MaxResults)
            {
                return (items, last!.ToToken());
            }

            items.Add(shown);
            last = place;
        }

        return (items, null);
    }
}
