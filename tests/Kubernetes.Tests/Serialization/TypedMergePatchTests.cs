using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ComputeOperator.Kubernetes.Serialization;
using FsCheck;
using FsCheck.Fluent;

namespace ComputeOperator.Kubernetes.Tests.Serialization;

public class TypedMergePatchTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void Says_the_same_as_the_patch_of_what_they_serialize_to() =>
        Prop.ForAll((from before in Shapes() from after in Shapes() select (before, after)).ToArbitrary(), pair =>
        {
            var typed = MergePatch.Diff(pair.before, pair.after, ShapeJson.Default.Shape);
            var text = MergePatch.Diff(Bytes(pair.before), Bytes(pair.after));
            return JsonNode.DeepEquals(Node(typed), Node(text));
        }).Check(Thorough);

    [Fact]
    public void A_copy_is_no_difference() =>
        Prop.ForAll(Shapes().ToArbitrary(), shape =>
            MergePatch.Diff(shape, JsonSerializer.Deserialize(Bytes(shape), ShapeJson.Default.Shape)!, ShapeJson.Default.Shape) is null).Check(Thorough);

    [Fact]
    public void Nothing_is_serialized_of_members_that_are_the_same_object()
    {
        var shape = new Shape { List = new Unreadable() };

        var patch = MergePatch.Diff(shape, shape with { Text = "new" }, ShapeJson.Default.Shape);

        Assert.Equal("""{"text":"new"}""", Encoding.UTF8.GetString(patch!.Value.Span));
    }

    private static byte[] Bytes(Shape shape) => JsonSerializer.SerializeToUtf8Bytes(shape, ShapeJson.Default.Shape);

    private static JsonNode? Node(ReadOnlyMemory<byte>? patch) => patch is { } bytes ? JsonNode.Parse(bytes.Span) : null;

    private static Gen<Shape> Shapes() =>
        from text in Gen.Elements(null, "", "é\"")
        from number in Gen.Elements<int?>(null, 0, 1)
        from phase in Gen.Elements<DayOfWeek?>(null, DayOfWeek.Monday, DayOfWeek.Friday)
        from time in Gen.Elements<DateTimeOffset?>(null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(1))
        from inner in Gen.OneOf(Gen.Constant<Inner?>(null), Inners().Select(i => (Inner?)i))
        from list in Gen.OneOf(Gen.Constant<IReadOnlyList<Inner>?>(null), Inners().ListOf().Select(l => (IReadOnlyList<Inner>?)l))
        from map in Gen.Elements<IReadOnlyDictionary<string, string>?>(null, new Dictionary<string, string> { ["a"] = "1" }, new Dictionary<string, string> { ["b"] = "1" })
        from json in Gen.Elements(null, "null", "{}", """{"a":{"b":1}}""", """{"a":{"c":1}}""", "[1]", "1")
        select new Shape
        {
            Text = text,
            Number = number,
            Day = phase,
            Time = time,
            Inner = inner,
            List = list,
            Map = map,
            Json = json is null ? null : JsonElement.Parse(json),
        };

    private static Gen<Inner> Inners() => from name in Gen.Elements(null, "x", "y") from count in Gen.Choose(0, 1) select new Inner(name, count);

    private sealed class Unreadable : IReadOnlyList<Inner>
    {
        public int Count => throw new InvalidOperationException();

        public Inner this[int index] => throw new InvalidOperationException();

        public IEnumerator<Inner> GetEnumerator() => throw new InvalidOperationException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => throw new InvalidOperationException();
    }
}

internal sealed record Shape
{
    public string? Text { get; init; }

    public int? Number { get; init; }

    public DayOfWeek? Day { get; init; }

    public DateTimeOffset? Time { get; init; }

    public Inner? Inner { get; init; }

    public IReadOnlyList<Inner>? List { get; init; }

    public IReadOnlyDictionary<string, string>? Map { get; init; }

    public JsonElement? Json { get; init; }
}

internal sealed record Inner(string? Name, int Count);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Shape))]
internal sealed partial class ShapeJson : JsonSerializerContext;
