using ComputeOperator.Manifests.Tests.Samples;
using ComputeOperator.Manifests.XmlDocs;

namespace ComputeOperator.Manifests.Tests.XmlDocs;

public sealed class DescriptionsTests
{
    [Theory]
    [InlineData(nameof(Documented.Inherited), "Said once, in the interface.")]
    [InlineData(nameof(Documented.Empty), null)]
    [InlineData(nameof(Documented.Silent), null)]
    [InlineData(
        nameof(Documented.Markup),
        "One code and another line & so on.\n\nA paragraph about inherited, URL, DARK and Shade.\n\n- First: one.\n- Second, null.")]
    public void A_summary_becomes_plain_text(string property, string? expected)
    {
        Assert.Equal(expected, new Descriptions().Of(typeof(Documented).GetProperty(property)!));
    }

    [Fact]
    public void Types_and_enum_members_have_descriptions_too()
    {
        var descriptions = new Descriptions();

        Assert.Equal("Markup of all sorts.", descriptions.Of(typeof(Documented)));
        Assert.Equal("Little light.", descriptions.Of(typeof(Shade).GetField(nameof(Shade.Dark))!));
    }
}
