using YamlDotNet.Serialization;

namespace ComputeOperator.Manifests.Tests.Config;

public sealed class MachineTypeFiguresTests
{
    private static readonly string Folder = Repository.Config("machinetypes");

    public static TheoryData<string, string, string, string> Figures => new()
    {
        { "e2-micro", "250m", "1Gi", "10Gi" },
        { "e2-small", "500m", "2Gi", "10Gi" },
        { "e2-medium", "1", "4Gi", "10Gi" },
        { "e2-standard-2", "2", "8Gi", "10Gi" },
        { "e2-standard-4", "4", "16Gi", "10Gi" },
        { "e2-standard-8", "8", "32Gi", "10Gi" },
        { "n1-standard-1", "1", "3840Mi", "10Gi" },
        { "n1-standard-2", "2", "7680Mi", "10Gi" },
        { "n1-standard-4", "4", "15Gi", "10Gi" },
        { "n1-standard-8", "8", "30Gi", "10Gi" },
        { "n2-standard-2", "2", "8Gi", "10Gi" },
        { "n2-standard-4", "4", "16Gi", "10Gi" },
        { "n2-standard-8", "8", "32Gi", "10Gi" },
        { "small", "1", "1Gi", "10Gi" },
        { "medium", "2", "4Gi", "40Gi" },
        { "large", "4", "8Gi", "80Gi" },
        { "xlarge", "8", "16Gi", "160Gi" },
    };

    private static readonly IReadOnlyDictionary<string, Dictionary<string, string>> Shipped = Read();

    [Theory]
    [MemberData(nameof(Figures))]
    public void A_machine_type_has_its_figures(string name, string vcpus, string memory, string disk)
    {
        var spec = Shipped[name];

        Assert.Equal((vcpus, memory, disk), (spec["vcpus"], spec["memory"], spec["disk"]));
    }

    [Fact]
    public void No_other_machine_type_ships()
    {
        Assert.Equal(Figures.Select(row => (string)row[0]).Order(), Shipped.Keys.Order());
    }

    private static Dictionary<string, Dictionary<string, string>> Read()
    {
        var reader = new DeserializerBuilder().IgnoreUnmatchedProperties().Build();
        return new[] { "gce.yaml", "flavors.yaml" }
            .SelectMany(file => File.ReadAllText(Path.Combine(Folder, file)).Split("\n---\n").Skip(1))
            .Select(document => reader.Deserialize<ShippedMachineType>(document))
            .ToDictionary(type => type.Metadata["name"], type => type.Spec);
    }

    private sealed class ShippedMachineType
    {
        [YamlMember(Alias = "metadata")]
        public Dictionary<string, string> Metadata { get; set; } = [];

        [YamlMember(Alias = "spec")]
        public Dictionary<string, string> Spec { get; set; } = [];
    }
}
