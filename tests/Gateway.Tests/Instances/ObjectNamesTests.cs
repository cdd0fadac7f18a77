using ComputeOperator.Gateway.Instances;
using FsCheck;
using FsCheck.Fluent;

namespace ComputeOperator.Gateway.Tests.Instances;

public sealed class ObjectNamesTests
{
    [Theory]
    [InlineData("web", "web-")]
    [InlineData("Web Server 1", "web-server-1-")]
    [InlineData("--a__b..c--", "a-b-c-")]
    [InlineData("42 answers", "answers-")]
    [InlineData("Ж", "i-")]
    [InlineData("", "i-")]
    public void A_unique_name_reads_like_the_one_given(string given, string prefix)
    {
        var name = ObjectNames.Unique(given);

        Assert.StartsWith(prefix, name, StringComparison.Ordinal);
        Assert.NotEqual(name, ObjectNames.Unique(given));
    }

    [Theory]
    [InlineData("web")]
    [InlineData("a-1")]
    public void A_legal_name_is_its_own(string given) => Assert.Equal(given, ObjectNames.Same(given));

    [Theory]
    [InlineData("Web", "web.")]
    [InlineData("web ", "web_")]
    [InlineData("Ж", "Д")]
    public void Names_that_are_not_the_same_are_not_the_same_object(string one, string other) =>
        Assert.NotEqual(ObjectNames.Same(one), ObjectNames.Same(other));

    [Fact]
    public void Every_name_is_one_that_objects_may_have() => Prop.ForAll<string?>(given =>
    {
        var text = given ?? "";
        return ObjectNames.IsLegal(ObjectNames.Unique(text)) && ObjectNames.IsLegal(ObjectNames.Same(text)) && ObjectNames.Same(text) == ObjectNames.Same(text);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Long_names_are_cut() => Assert.True(ObjectNames.IsLegal(ObjectNames.Unique(new string('a', 5000) + new string('-', 100))));
}
