using System.Text;
using ComputeOperator.Kubernetes.Client;

namespace ComputeOperator.Kubernetes.Tests.Client;

public class ObjectDecoderTests
{
    private const string Meta = """ "metadata":{"name":"w","namespace":"n","uid":"u","resourceVersion":"7"} """;

    private readonly ObjectDecoder<Widget> _decoder = new(WidgetJsonContext.Default.Widget);

    [Theory]
    [InlineData("""{"spec":{"size":"big"}}""", """spec.size is "big", but a whole number of at most 32 bits is expected""")]
    [InlineData("""{"spec":{"size":99999999999}}""", "spec.size is 99999999999, but a whole number of at most 32 bits is expected")]
    [InlineData("""{"spec":{"size":1,"colour":"Blue"}}""", """spec.colour is "Blue", but one of Red, Green is expected""")]
    [InlineData("""{"spec":{"size":1,"parts":{}}}""", "spec.parts is {}, but a list is expected")]
    [InlineData("""{"spec":{"size":1,"parts":[{"name":"a","weight":"1"},{"name":[],"weight":"1"}]}}""", "spec.parts[1].name is [], but a string is expected")]
    [InlineData("""{"spec":{"size":1,"parts":[{"name":"a","weight":"heavy"}]}}""", """spec.parts[0].weight is "heavy": 'heavy' is not a quantity.""")]
    [InlineData("""{"spec":{"size":1,"notes":{"a.b":5}}}""", "spec.notes['a.b'] is 5, but a string is expected")]
    [InlineData("""{"spec":[]}""", "spec is [], but an object is expected")]
    [InlineData("""{"spec":{"size":1},"status":{"since":"today"}}""", """status.since is "today", but a time such as 2026-01-02T03:04:05Z is expected""")]
    public void Says_which_field_is_what_and_what_was_expected(string fields, string error)
    {
        var json = string.Concat(fields.AsSpan(0, fields.Length - 1), ",", Meta, "}");

        Assert.False(_decoder.TryDecode(Encoding.UTF8.GetBytes(json), out _, out var malformed));

        Assert.Equal(error, malformed.Error);
        Assert.Equal(("n", "w", "u", "7"), (malformed.Metadata.Namespace, malformed.Metadata.Name, malformed.Metadata.Uid, malformed.Metadata.ResourceVersion));
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"w","labels":7},"spec":{"size":1}}""", "metadata.labels is 7, but an object is expected")]
    [InlineData("""{"metadata":{"name":"w","uid":7},"spec":{"size":1}}""", "metadata.uid is 7, but a string is expected")]
    public void Names_an_object_whose_metadata_is_broken(string json, string error)
    {
        Assert.False(_decoder.TryDecode(Encoding.UTF8.GetBytes(json), out _, out var malformed));
        Assert.Equal(error, malformed.Error);
        Assert.Equal("w", malformed.Metadata.Name);
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"w"}}""", "spec")]
    [InlineData("""{"metadata":null,"spec":{"size":1}}""", "metadata")]
    [InlineData("null", "object")]
    [InlineData("[]", "object")]
    [InlineData("{", "object")]
    [InlineData("", "object")]
    public void Names_what_is_missing(string json, string named)
    {
        Assert.False(_decoder.TryDecode(Encoding.UTF8.GetBytes(json), out _, out var malformed, deleted: true));
        Assert.Contains(named, malformed.Error, StringComparison.Ordinal);
        Assert.True(malformed.Deleted);
    }

    [Fact]
    public void A_malformed_item_spoils_no_other_of_its_list()
    {
        var list = _decoder.DecodeList("""
            {"kind":"WidgetList","apiVersion":"client.test/v1","metadata":{"resourceVersion":"9","continue":"c","remainingItemCount":4},
            "items":[{"metadata":{"name":"a"},"spec":{"size":1}},{"metadata":{"name":"b"},"spec":{"size":"x"}},{"metadata":{"name":"c"},"spec":{"size":3}}]}
            """u8);

        Assert.Equal(["a", "c"], list.Items.Select(item => item.Metadata.Name));
        Assert.Equal("b", Assert.Single(list.Malformed).Metadata.Name);
        Assert.Equal(("9", "c"), (list.Metadata.ResourceVersion, list.Metadata.Continue));
    }

    [Theory]
    [InlineData("""{"items":null,"metadata":{"resourceVersion":"9"}}""")]
    [InlineData("""{"metadata":{"resourceVersion":"9"}}""")]
    [InlineData("""{"metadata":{"resourceVersion":"9"},"items":[]}""")]
    public void A_list_may_be_empty(string json)
    {
        var list = _decoder.DecodeList(Encoding.UTF8.GetBytes(json));
        Assert.Empty(list.Items);
        Assert.Equal("9", list.Metadata.ResourceVersion);
    }
}
