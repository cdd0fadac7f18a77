using System.Text.Json;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Failures;

namespace ComputeOperator.Gateway.Tests.Dialects;

public sealed class BodyFieldsTests
{
    [Theory]
    [InlineData("null", null)]
    [InlineData("1", 1L)]
    [InlineData("1.0", 1L)]
    [InlineData("1e2", 100L)]
    [InlineData("0", null)]
    [InlineData("101", null)]
    [InlineData("1.5", null)]
    [InlineData("1e400", null)]
    [InlineData("\"1\"", null)]
    [InlineData("true", null)]
    public void A_number_is_whole_and_in_its_range(string json, long? expected)
    {
        var body = Body($$"""{"n":{{json}}}""");

        var number = body.RequiredNumber("n", 1, 100);

        Assert.Equal(expected, Problems(body).Count == 0 ? number : null);
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var body = Body("""{"a":1,"b":"toolong","c":"x","d":[],"e":{"k":1},"f":[1]}""");

        body.Text("a", 5);
        body.Text("b", 5);
        body.Word("c", ["y", "z"]);
        body.Object("d");
        body.TextsByKey("e");
        body.Texts("f");
        body.RequiredText("g", 5);
        body.Text("h", 5);

        Assert.Equal(
            [("a", ProblemKind.NotText), ("b", ProblemKind.TooLong), ("c", ProblemKind.NotAChoice), ("d", ProblemKind.NotAnObject), ("e.k", ProblemKind.NotText), ("f", ProblemKind.NotAList), ("g", ProblemKind.Missing)],
            Problems(body).Select(problem => (problem.Field, problem.Kind)));
    }

    [Theory]
    [InlineData("""{"b":["\ud800"]}""")]
    [InlineData("""{"b":{"\udc00":1}}""")]
    [InlineData("""{"b":[{"c":"\ud800x"}]}""")]
    public void An_object_with_half_a_character_at_any_depth_is_refused(string json)
    {
        var body = Body($$"""{"o":{{json}}}""");

        Assert.Null(body.Object("o"));
        Assert.Equal(["o"], Problems(body).Select(problem => problem.Field));
    }

    [Fact]
    public void An_object_with_whole_characters_is_taken() =>
        Assert.NotNull(Body("""{"o":{"\ud83d\ude00":["\ud83d\ude00",null,1]}}""").Object("o"));

    [Fact]
    public void Problems_of_the_API_server_are_said_in_the_words_of_the_dialect()
    {
        var names = new FieldNames(("spec.image", "imageId"), ("spec.", ""));

        Assert.Equal(new("imageId", "imageId is too long"), names.In(new("spec.image", "spec.image is too long")));
        Assert.Equal(new("metadata.k", "bad"), names.In(new("spec.metadata.k", "bad")));
        Assert.Equal(new("other", "bad"), names.In(new("other", "bad")));
        Assert.Equal(new(null, "bad"), names.In(new(null, "bad")));
    }

    private static BodyFields Body(string json) => new(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!);

    private static IReadOnlyList<FieldProblem> Problems(BodyFields body) =>
        Record.Exception(body.Check) is FailureException { Failure: Failure.Invalid invalid } ? invalid.Problems : [];
}
