using System.Text.Json.Nodes;
using ComputeOperator.Manifests.Output;
using YamlDotNet.Serialization;

namespace ComputeOperator.Manifests.Tests.Output;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain words")]
    [InlineData("yes")]
    [InlineData("Off")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("1")]
    [InlineData("1e3")]
    [InlineData("0x1F")]
    [InlineData("12:30:00")]
    [InlineData("2026-01-01")]
    [InlineData(".5")]
    [InlineData(".inf")]
    [InlineData("a: b")]
    [InlineData("a #b")]
    [InlineData("- a")]
    [InlineData("'single' and \"double\"")]
    [InlineData(@"^\+?[0-9]+$")]
    [InlineData("*")]
    [InlineData("!has(self.x) || self.x == 'y'")]
    [InlineData(" spaces ")]
    [InlineData("tab\there")]
    [InlineData("two\nlines")]
    [InlineData("two\n  indented: lines\n\nand a last one\n")]
    [InlineData("Grüße ✓")]
    public void Text_stays_text(string text)
    {
        var yaml = YamlText.Of(new JsonObject { ["key"] = text });

        var read = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build()
            .Deserialize<Dictionary<string, object>>(yaml);

        Assert.Equal(text, Assert.IsType<string>(read["key"]));
    }

    [Fact]
    public void Trees_are_written_in_block_style()
    {
        var tree = JsonNode.Parse("""{"a":{"b":[1,2.5,true,null,"x"],"empty":{},"none":[]},"list":[{"k":"v","l":[[1]]}]}""")!;

        const string expected = """
            a:
              b:
              - 1
              - 2.5
              - true
              - null
              - x
              empty: {}
              none: []
            list:
            - k: v
              l:
              - - 1

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), YamlText.Of(tree));
    }
}
