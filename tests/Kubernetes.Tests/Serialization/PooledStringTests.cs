using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Meta;
using FsCheck;
using FsCheck.Fluent;

namespace ComputeOperator.Kubernetes.Tests.Serialization;

public class PooledStringTests
{
    [Fact]
    public void Equal_strings_of_different_objects_are_one()
    {
        var (first, second) = (Read("""{"text":"Running"}"""), Read("""{"text":"Running"}"""));

        Assert.Same(first, second);
    }

    [Theory]
    [InlineData("""{"text":null}""", null)]
    [InlineData("""{"text":""}""", "")]
    [InlineData("""{"text":"\u00e9\n"}""", "é\n")]
    [InlineData("""{"text":"é"}""", "é")]
    public void Every_string_is_read_as_it_is(string json, string? text) => Assert.Equal(text, Read(json));

    [Fact]
    public void Strings_of_any_length_survive_in_any_order() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>[]>(), texts =>
            texts.All(text => Read(Json(text.Get)) == Clean(text.Get) && Read(Json(text.Get + new string('x', 130))) == Clean(text.Get) + new string('x', 130)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void What_is_no_string_is_refused() =>
        Assert.ThrowsAny<Exception>(() => Read("""{"text":1}"""));

    private static string? Read(string json) => JsonSerializer.Deserialize(json, PooledJson.Default.Pooled)!.Text;

    private static string Json(string text) => new JsonObject { ["text"] = text }.ToJsonString();

    // JSON has no lone surrogates.
    private static string Clean(string text) => JsonNode.Parse(Json(text))!["text"]!.GetValue<string>();
}

internal sealed record Pooled([property: JsonConverter(typeof(PooledStringConverter))] string? Text);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Pooled))]
internal sealed partial class PooledJson : JsonSerializerContext;
