using System.Text;
using System.Text.Json.Nodes;
using ComputeOperator.Kubernetes.Serialization;
using FsCheck;
using FsCheck.Fluent;

namespace ComputeOperator.Kubernetes.Tests.Serialization;

public class MergePatchProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void The_patch_of_a_difference_makes_the_difference() =>
        Prop.ForAll(Pairs(), pair =>
        {
            var (before, after) = (Parse(pair.Before), Parse(pair.After));
            var patch = MergePatch.Diff(Encoding.UTF8.GetBytes(pair.Before), Encoding.UTF8.GetBytes(pair.After));
            var patched = patch is { } bytes ? Apply(before.DeepClone(), JsonNode.Parse(bytes.Span)) : before;
            return JsonNode.DeepEquals(WithoutNulls(patched), WithoutNulls(after));
        }).Check(Thorough);

    [Fact]
    public void There_is_no_patch_exactly_when_nothing_differs() =>
        Prop.ForAll(Pairs(), pair =>
        {
            var same = JsonNode.DeepEquals(WithoutNulls(Parse(pair.Before)), WithoutNulls(Parse(pair.After)));
            return same == MergePatch.Diff(Encoding.UTF8.GetBytes(pair.Before), Encoding.UTF8.GetBytes(pair.After)) is null;
        }).Check(Thorough);

    [Fact]
    public void Shuffled_members_are_no_difference() =>
        Prop.ForAll(Pairs(), pair =>
            MergePatch.Diff(Encoding.UTF8.GetBytes(pair.Before), Encoding.UTF8.GetBytes(Reversed(Parse(pair.Before))!.ToJsonString())) is null).Check(Thorough);

    // Few names and few values, so that pairs meet.
    private static Arbitrary<(string Before, string After)> Pairs() =>
        (from before in Objects(3) from after in Objects(3) select (before, after)).ToArbitrary();

    private static Gen<string> Objects(int depth) =>
        from names in Gen.SubListOf("a", "b", "c\\\"", "d.e")
        from values in Gen.ListOf(Values(depth - 1), names.Count)
        select "{" + string.Join(",", names.Zip(values, (name, value) => $"\"{name}\":{value}")) + "}";

    private static Gen<string> Values(int depth)
    {
        var scalars = Gen.Elements("null", "true", "1", "2", "1.5", "\"x\"", "\"\"", "\"\\u00e9\"");
        return depth == 0 ? scalars : Gen.OneOf(scalars, Objects(depth), Lists(depth));
    }

    private static Gen<string> Lists(int depth) =>
        from count in Gen.Choose(0, 2)
        from values in Gen.ListOf(Values(depth - 1), count)
        select "[" + string.Join(",", values) + "]";

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;

    // RFC 7386, section 2.
    private static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes)
        {
            return patch?.DeepClone();
        }

        var result = target as JsonObject ?? [];
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else
            {
                result[name] = Apply(result[name]?.DeepClone(), value);
            }
        }

        return result;
    }

    private static JsonNode? WithoutNulls(JsonNode? node) => node is JsonObject members
        ? new JsonObject(members.Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Key, WithoutNulls(member.Value))))
        : node?.DeepClone();

    private static JsonNode? Reversed(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Reverse().Select(member => KeyValuePair.Create(member.Key, Reversed(member.Value)))),
        _ => node?.DeepClone(),
    };
}
