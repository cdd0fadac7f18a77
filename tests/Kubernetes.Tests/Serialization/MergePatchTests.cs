using System.Text;
using ComputeOperator.Kubernetes.Serialization;

namespace ComputeOperator.Kubernetes.Tests.Serialization;

public class MergePatchTests
{
    [Theory]
    [InlineData("{}", "{}", null)]
    [InlineData("""{"a":1,"b":[1,2]}""", """{"b":[1,2],"a":1}""", null)]
    [InlineData("""{"a":1}""", """{"a":1.0}""", null)]
    [InlineData("""{"a":"é"}""", """{"a":"\u00e9"}""", null)]
    [InlineData("""{"a":null}""", """{}""", null)]
    [InlineData("""{}""", """{"a":null}""", null)]
    [InlineData("""{"a":{"b":null}}""", """{"a":{}}""", null)]
    [InlineData("""{"a":1}""", """{"a":2}""", """{"a":2}""")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", """{"a":"1"}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1}""", """{"b":null}""")]
    [InlineData("""{"a":1,"b":2}""", """{"a":1,"b":null}""", """{"b":null}""")]
    [InlineData("""{"a":1}""", """{"a":1,"b":{"c":1}}""", """{"b":{"c":1}}""")]
    [InlineData("""{"s":{"x":1,"y":{"z":1,"w":2}},"t":3}""", """{"s":{"x":1,"y":{"z":1,"w":5}},"t":3}""", """{"s":{"y":{"w":5}}}""")]
    [InlineData("""{"s":{"x":{"y":1}},"t":{"u":1}}""", """{"s":{"x":{}},"t":{"u":2}}""", """{"s":{"x":{"y":null}},"t":{"u":2}}""")]
    [InlineData("""{"l":[{"a":1},{"b":2}]}""", """{"l":[{"a":1},{"b":3}]}""", """{"l":[{"a":1},{"b":3}]}""")]
    [InlineData("""{"a":{"b":1}}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"a":[1]}""", """{"a":{"b":1}}""", """{"a":{"b":1}}""")]
    [InlineData("""{"a\"b":1,"\u0063":2}""", """{"a\"b":2,"c":2}""", """{"a\u0022b":2}""")]
    public void Says_only_what_changed(string before, string after, string? patch) =>
        Assert.Equal(patch, Diff(before, after));

    [Theory]
    [InlineData("[]", "{}")]
    [InlineData("{}", "null")]
    public void Refuses_what_is_not_an_object(string before, string after) =>
        Assert.Throws<ArgumentException>(() => Diff(before, after));

    private static string? Diff(string before, string after) =>
        MergePatch.Diff(Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after)) is { } patch ? Encoding.UTF8.GetString(patch.Span) : null;
}
