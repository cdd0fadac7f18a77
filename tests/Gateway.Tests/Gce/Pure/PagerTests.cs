using System.Text.Json.Serialization;
using ComputeOperator.Gateway.Gce.Errors;
using ComputeOperator.Gateway.Gce.Lists;
using FsCheck;
using FsCheck.Fluent;

namespace ComputeOperator.Gateway.Tests.Gce.Pure;

public sealed partial class PagerTests
{
    [Fact]
    public void Pages_together_are_everything_once_in_order()
    {
        Prop.ForAll<byte[], byte, bool>((numbers, size, newestFirst) =>
        {
            var all = numbers.Distinct().Select(n => new Item($"n{n % 16}", $"z{n / 16}", $"t{n % 5}")).ToList();
            var order = newestFirst ? Place.NewestFirst : Place.ByName;
            Assert.Equal(all.OrderBy(PlaceOf, order), Walk(all, new(null, (size % 7) + 1, newestFirst, null)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_page_that_ends_with_the_last_has_no_next()
    {
        var (items, next) = Cut([new("a", "z", "t"), new("b", "z", "t")], new(null, 2, false, null));

        Assert.Equal(2, items.Count);
        Assert.Null(next);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("!!!!")]
    [InlineData("AAAA")]
    public void A_token_that_was_not_given_out_is_refused(string token) =>
        Assert.Equal("invalid", Assert.Throws<GceException>(() => Place.Parse(token)).Error.Reason);

    [Theory]
    [InlineData("0", 500)]
    [InlineData(null, 500)]
    [InlineData("1", 1)]
    [InlineData("500", 500)]
    public void There_are_up_to_500_on_a_page(string? text, int expected) => Assert.Equal(expected, ListQuery.Of(new() { MaxResults = text }).MaxResults);

    [Theory]
    [InlineData("501")]
    [InlineData("-1")]
    [InlineData("ten")]
    [InlineData("99999999999")]
    public void More_or_other_is_refused(string text) => Assert.Throws<GceException>(() => ListQuery.Of(new() { MaxResults = text }));

    [Theory]
    [InlineData("name", false)]
    [InlineData("creationTimestamp desc", true)]
    public void There_are_two_orders(string text, bool newestFirst) => Assert.Equal(newestFirst, ListQuery.Of(new() { OrderBy = text }).NewestFirst);

    [Fact]
    public void No_other_order_is_taken() => Assert.Throws<GceException>(() => ListQuery.Of(new() { OrderBy = "id" }));

    private static List<Item> Walk(List<Item> all, ListQuery query)
    {
        List<Item> walked = [];
        while (true)
        {
            var (items, next) = Cut(all, query);
            Assert.True(items.Count <= query.MaxResults);
            walked.AddRange(items);
            if (next is null)
            {
                return walked;
            }

            query = query with { After = Place.Parse(next) };
        }
    }

    private static (List<Item> Items, string? Next) Cut(List<Item> all, ListQuery query) =>
        Pager.Cut(all, PlaceOf, item => item, ItemContext.Default.Item, query);

    private static Place PlaceOf(Item item) => new(item.Name, item.Zone, item.Created);

    internal sealed record Item(string Name, string Zone, string Created);

    [JsonSerializable(typeof(Item))]
    private sealed partial class ItemContext : JsonSerializerContext;
}
