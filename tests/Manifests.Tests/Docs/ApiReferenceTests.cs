using ComputeOperator.Manifests.Crds;
using ComputeOperator.Manifests.Docs;
using ComputeOperator.Manifests.Tests.Samples;

namespace ComputeOperator.Manifests.Tests.Docs;

public sealed class ApiReferenceTests
{
    private static readonly string Text = Assert.Single(
        ApiReference.Of(new Sources([EntityKind.Find(typeof(Gadget))!], []))).Text;

    [Theory]
    [InlineData("## Gadget")]
    [InlineData("`apiVersion: samples.example/v1alpha1`, cluster-scoped. A thing with every sort of field.")]
    [InlineData("* metadata.name must not be none.")]
    [InlineData("| `spec.text` | string |  | required<br>1 to 8 characters<br>matches `^[a-z]+$` | A text. |")]
    [InlineData("| `spec.defaulted` | string | `\"x\"` |  | Required by C# but defaulted by the API server. |")]
    [InlineData("| `spec.count` | integer |  | 1 to 2.5<br>spec.count is immutable | A number. |")]
    [InlineData("| `spec.amount` | quantity |  | not negative | An amount. |")]
    [InlineData("| `spec.at` | time |  | RFC 3339, such as `2026-01-01T00:00:00Z` | An instant. |")]
    [InlineData("| `spec.shade` | string |  | one of `Light`, `DARK` | A choice.<br>- Light: Much light.<br>- DARK: Little light. |")]
    [InlineData("| `spec.labels` | map of string |  | 1 to 4 entries<br>each at most 16 characters | Texts by key. |")]
    [InlineData("| `spec.tags` | list of string |  | at most 3 items<br>each matches `^[a-z]$` | Texts, each once. |")]
    [InlineData("| `spec.parts[].kind` | string |  | required | Its kind. |")]
    [InlineData("| `spec.config` | any object |  |  | Anything. |")]
    [InlineData("| `status.phase` | string |  |  | Where it is. |")]
    public void The_reference_has_the_line(string line)
    {
        Assert.Contains(line, Text.Split('\n'));
    }

    [Fact]
    public void Fields_that_every_kind_has_are_left_out()
    {
        Assert.DoesNotContain("`metadata", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("`kind`", Text, StringComparison.Ordinal);
    }
}
