using System.Text.Json;
using System.Text.Json.Nodes;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Manifests.Crds;

namespace ComputeOperator.Manifests.Tests.Crds;

public sealed class InstantBoundsTests
{
    /// <summary>The edges of what spec takes.</summary>
    public static TheoryData<string> Edges =>
    [
        "1000-01-01T00:00:00+14:00",
        "1000-01-01T00:00:00Z",
        "2999-12-31T23:30:00-01:00",
        "2999-12-31T23:59:59.999999999-14:00",
    ];

    [Theory]
    [MemberData(nameof(Edges))]
    public void A_restart_that_spec_takes_is_one_that_status_can_record(string asked)
    {
        Assert.Matches(PatternOf("spec", "restartedAt"), asked);

        var spec = JsonSerializer.Deserialize($$"""{"machineType":"small","restartedAt":"{{asked}}"}""", EntitiesJsonContext.Default.InstanceSpec)!;
        var status = new InstanceStatus { ObservedRestartedAt = spec.RestartedAt };
        var written = JsonSerializer.SerializeToNode(status, EntitiesJsonContext.Default.InstanceStatus)!;
        Assert.Matches(PatternOf("status", "observedRestartedAt"), (string)written["observedRestartedAt"]!);
    }

    private static string PatternOf(string half, string field)
    {
        var sources = Sources.OfThisRepository();
        var definition = new CustomResourceDefinitions(sources.Descriptions).Of(sources.Kinds.Single(k => k.Entity.Kind == "Instance"));
        JsonNode schema = definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!;
        return (string)schema["properties"]![half]!["properties"]![field]!["pattern"]!;
    }
}
