using System.Text;
using System.Text.Json.Serialization.Metadata;
using ComputeOperator.Entities;
using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Serialization;

namespace ComputeOperator.Operator.Defaults;

/// <summary>The objects that come with the operator: the files of <c>config/</c>, built in.</summary>
internal static class ShippedObjects
{
    public static IReadOnlyList<MachineType> MachineTypes { get; } = Read("config/machinetypes/", EntitiesJsonContext.Default.MachineType);

    public static IReadOnlyList<Tenant> Tenants { get; } = Read("config/tenants/", EntitiesJsonContext.Default.Tenant);

    private static IReadOnlyList<T> Read<T>(string folder, JsonTypeInfo<T> type)
    {
        var assembly = typeof(ShippedObjects).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .SelectMany(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
                return YamlDocuments.Read(reader, type);
            })];
    }
}
