using System.Text.Json;
using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Dialects;
using ComputeOperator.Gateway.Tests.Kit;
using ComputeOperator.Gateway.VmManager.Vms;

namespace ComputeOperator.Gateway.Tests.VmManager;

public sealed class VmMetadataTests
{
    [Theory]
    [InlineData("""{"b":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""[["\ud800"]]""")]
    [InlineData("{no json")]
    public void What_is_stored_and_cannot_be_written_as_JSON_is_shown_as_text(string stored)
    {
        var shown = VmMetadata.Of(Stored(stored))["a"];

        Assert.Equal(stored, JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(shown)));
    }

    [Fact]
    public void What_can_be_written_as_JSON_is_shown_as_it() =>
        Assert.Equal("""{"b":["\ud83d\ude00"]}""", VmMetadata.Of(Stored("""{"b":["\ud83d\ude00"]}"""))["a"].GetRawText());

    // Written as a body is, so that the name of the annotation is its own.
    private static Instance Stored(string value)
    {
        var change = VmMetadata.Merge(null, VmMetadata.Read(new BodyFields(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>("""{"vm_metadata":{"a":1}}""")!)));
        var instance = AnInstance.Of(InstancePhase.Running);
        return instance with
        {
            Metadata = instance.Metadata with { Annotations = change.Annotations!.ToDictionary(entry => entry.Key, entry => entry.Value!) },
            Spec = instance.Spec with { Metadata = new Dictionary<string, string> { ["a"] = value } },
        };
    }
}
