using System.Text;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Serialization;

namespace ComputeOperator.Gateway.Iaas.Flavors;

/// <summary>The machine types that are flavors: those of <c>config/machinetypes/flavors.yaml</c>, built in.</summary>
internal static class ShippedFlavors
{
    private const string File = "config/machinetypes/flavors.yaml";

    /// <summary>As they are shipped, in order of size.</summary>
    public static IReadOnlyList<MachineType> All { get; } = Read();

    /// <summary>Their names.</summary>
    public static IReadOnlySet<string> Names { get; } = All.Select(flavor => flavor.Metadata.Name!).ToHashSet(StringComparer.Ordinal);

    private static List<MachineType> Read()
    {
        using var reader = new StreamReader(typeof(ShippedFlavors).Assembly.GetManifestResourceStream(File)!, Encoding.UTF8);
        return [.. YamlDocuments.Read(reader, EntitiesJsonContext.Default.MachineType).OrderBy(flavor => flavor.Spec.Memory)];
    }
}
