using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Iaas.Contracts;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Gateway.Iaas.Flavors;

/// <summary>A machine type as a flavor. Pure.</summary>
internal static class FlavorView
{
    private const decimal Gibibyte = 1024m * 1024m * 1024m;

    public static FlavorResource Of(MachineType type) => new(
        type.Metadata.Name!, Plain(type.Spec.Vcpus.Value), Gigabytes(type.Spec.Memory), Gigabytes(type.Spec.Disk), type.Spec.Description ?? "");

    private static decimal Gigabytes(Quantity size) => Plain(decimal.Round(size.Value / Gibibyte, 3));

    // Without the zeros that a division leaves behind the point: 2 and not 2.000.
    private static decimal Plain(decimal number) => number / 1.000000000000000000000000000000000m;
}
